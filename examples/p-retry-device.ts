/**
 * Retries by p-retry 7. Its `randomize` spreads a delay over one to two times itself, and it knows nothing of Retry-After:
 * that is waited for before its own delay begins.
 *
 *   npm run sim -- --scenario storm --seed 1 --device ./examples/p-retry-device.ts
 */
import pRetry from 'p-retry';
import type { DeviceEnv, DeviceUnderTest } from '../sim/host/index.ts';
import { createLibraryDevice, sleep, TransientError } from './library-device.ts';

export function createDevice(env: DeviceEnv): DeviceUnderTest {
  return createLibraryDevice(env, (attempt) =>
    pRetry(attempt, {
      retries: 5,
      minTimeout: 1_000,
      factor: 2,
      maxTimeout: 30_000,
      randomize: true,
      shouldRetry: ({ error }) => error instanceof TransientError,
      onFailedAttempt: async ({ error, retriesLeft }) => {
        if (error instanceof TransientError && retriesLeft > 0) await sleep(error.retryAfterMs);
      },
    }),
  );
}
