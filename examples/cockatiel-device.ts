/**
 * Retries by cockatiel 3: its decorrelated backoff (`polly-v2` here), and one circuit breaker for the device. What the
 * breaker refuses costs a retry. It knows nothing of Retry-After: that is waited for within the attempt that failed.
 *
 *   npm run sim -- compare --scenario storm --seeds 1..10 --policies polly-v2,./examples/cockatiel-device.ts
 */
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleType,
  retry,
} from 'cockatiel';
import { createPolicy } from '../device/index.ts';
import type { DeviceEnv, DeviceUnderTest, RetryPolicy } from '../ports/index.ts';
import { createLibraryDevice, sleep, TransientError } from './library-device.ts';

const RETRIES = 5;
const BASE_MS = 1_000;
const CAP_MS = 30_000;

/** What cockatiel 3 does with the options below, its breaker aside: its delays are judged by this. */
export const policy: RetryPolicy = {
  ...createPolicy({
    name: 'polly-v2',
    baseMs: BASE_MS,
    factor: 2,
    capMs: CAP_MS,
    jitterRatio: 0,
    retries: RETRIES,
  }),
  name: 'cockatiel',
};

export function createDevice(env: DeviceEnv): DeviceUnderTest {
  const retries = retry(handleType(TransientError).orType(BrokenCircuitError), {
    maxAttempts: RETRIES,
    backoff: new ExponentialBackoff({ initialDelay: BASE_MS, maxDelay: CAP_MS }),
  });
  const breaker = circuitBreaker(handleType(TransientError), {
    // What it refuses costs a retry, so it must not refuse for long: a reading's retries take 16 s together, on average.
    halfOpenAfter: 2_000,
    breaker: new ConsecutiveBreaker(5),
  });
  return createLibraryDevice(env, (attempt, { refused }) =>
    retries.execute(async () => {
      try {
        await breaker.execute(attempt);
      } catch (error) {
        if (error instanceof TransientError) await sleep(error.retryAfterMs);
        if (error instanceof BrokenCircuitError) refused();
        throw error;
      }
    }),
  );
}
