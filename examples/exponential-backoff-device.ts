/**
 * Retries by exponential-backoff 3 with its full jitter. It knows nothing of Retry-After: that is waited for in its
 * `retry` question, before its own delay begins.
 *
 *   npm run sim -- compare --scenario storm --seeds 1..10 --policies full-jitter,./examples/exponential-backoff-device.ts
 */
import { backOff } from 'exponential-backoff';
import type { DeviceEnv, DeviceUnderTest, RetryPolicy } from '../ports/index.ts';
import { createLibraryDevice, sleep, TransientError } from './library-device.ts';

const ATTEMPTS = 6;
const CAP_MS = 30_000;

const longestMs = (retryIndex: number): number => Math.min(CAP_MS, 1_000 * 2 ** retryIndex);

/** What exponential-backoff 3 does with the options below: its delays are judged by this. */
export const policy: RetryPolicy = {
  name: 'exponential-backoff',
  retriesMax: ATTEMPTS - 1,
  delayMs: (retryIndex, uniform) => Math.round(uniform * longestMs(retryIndex)),
  delayBoundsMs: (retryIndex) => ({ min: 0, max: longestMs(retryIndex) }),
};

export function createDevice(env: DeviceEnv): DeviceUnderTest {
  return createLibraryDevice(env, (attempt) =>
    backOff(attempt, {
      numOfAttempts: ATTEMPTS,
      startingDelay: 1_000,
      timeMultiple: 2,
      maxDelay: CAP_MS,
      jitter: 'full',
      retry: async (error: unknown, attempts) => {
        if (!(error instanceof TransientError)) return false;
        if (attempts < ATTEMPTS) await sleep(error.retryAfterMs);
        return true;
      },
    }),
  );
}
