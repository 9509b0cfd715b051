/**
 * Retries by p-retry 7. Its `randomize` spreads a delay over one to two times itself, and it knows nothing of Retry-After:
 * that is waited for before its own delay begins.
 *
 *   npm run sim -- compare --scenario storm --seeds 1..10 --policies exponential-jitter,./examples/p-retry-device.ts
 */
import pRetry from 'p-retry';
import type { DeviceEnv, DeviceUnderTest, RetryPolicy } from '../ports/index.ts';
import { createLibraryDevice, sleep, TransientError } from './library-device.ts';

const CAP_MS = 30_000;

const spreadMs = (retryIndex: number, uniform: number): number =>
  Math.min(CAP_MS, Math.round((1 + uniform) * 1_000 * 2 ** retryIndex));

/** What p-retry 7 does with the options below: its delays are judged by this. */
export const policy: RetryPolicy = {
  name: 'p-retry',
  retriesMax: 5,
  delayMs: spreadMs,
  delayBoundsMs: (retryIndex) => ({ min: spreadMs(retryIndex, 0), max: spreadMs(retryIndex, 1) }),
};

export function createDevice(env: DeviceEnv): DeviceUnderTest {
  return createLibraryDevice(env, (attempt) =>
    pRetry(attempt, {
      retries: 5,
      minTimeout: 1_000,
      factor: 2,
      maxTimeout: CAP_MS,
      randomize: true,
      shouldRetry: ({ error }) => error instanceof TransientError,
      onFailedAttempt: async ({ error, retriesLeft }) => {
        if (error instanceof TransientError && retriesLeft > 0) await sleep(error.retryAfterMs);
      },
    }),
  );
}
