import type { Tracing } from './request-span.ts';

/** OpenTelemetry where its API is installed, else null. @throws what else goes wrong while it is loaded. */
export async function findTracing(): Promise<Tracing | null> {
  try {
    const { openTelemetry } = await import('./open-telemetry.ts');
    return openTelemetry;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}
