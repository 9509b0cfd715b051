/**
 * Retries by exponential-backoff 3 with its full jitter. It knows nothing of Retry-After: that is waited for in its
 * `retry` question, before its own delay begins.
 *
 *   npm run sim -- --scenario storm --seed 1 --policy full-jitter --device ./examples/exponential-backoff-device.ts
 */
import { backOff } from 'exponential-backoff';
import type { DeviceEnv, DeviceUnderTest } from '../sim/host/index.ts';
import { createLibraryDevice, sleep, TransientError } from './library-device.ts';

const ATTEMPTS = 6;

export function createDevice(env: DeviceEnv): DeviceUnderTest {
  return createLibraryDevice(env, (attempt) =>
    backOff(attempt, {
      numOfAttempts: ATTEMPTS,
      startingDelay: 1_000,
      timeMultiple: 2,
      maxDelay: 30_000,
      jitter: 'full',
      retry: async (error: unknown, attempts) => {
        if (!(error instanceof TransientError)) return false;
        if (attempts < ATTEMPTS) await sleep(error.retryAfterMs);
        return true;
      },
    }),
  );
}
