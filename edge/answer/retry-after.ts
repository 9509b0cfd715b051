import { retryAfterSeconds } from '../../protocol/index.ts';

/** The header that asks a client to come back after this delay; none for null. */
export function retryAfter(delayMs: number | null): Readonly<Record<string, string>> {
  return delayMs === null ? {} : { 'retry-after': retryAfterSeconds(delayMs) };
}
