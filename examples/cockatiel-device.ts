/**
 * Retries by cockatiel 3: its decorrelated backoff (`polly-v2` here), and one circuit breaker for the device. What the
 * breaker refuses waits for it. It knows nothing of Retry-After: that is waited for within the attempt that failed.
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
/** How long the breaker lets nothing out. */
const HALF_OPEN_AFTER_MS = 2_000;

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
  // Its breaker is the device's: what one reading meets holds the others back.
  memory: 'device',
};

export function createDevice(env: DeviceEnv): DeviceUnderTest {
  const retries = retry(handleType(TransientError), {
    maxAttempts: RETRIES,
    backoff: new ExponentialBackoff({ initialDelay: BASE_MS, maxDelay: CAP_MS }),
  });
  const breaker = circuitBreaker(handleType(TransientError), {
    halfOpenAfter: HALF_OPEN_AFTER_MS,
    breaker: new ConsecutiveBreaker(5),
  });
  /** What the breaker refuses has not been tried: it waits, and costs no retry. */
  async function letThrough(attempt: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await breaker.execute(attempt);
        return;
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        await sleep(HALF_OPEN_AFTER_MS);
      }
    }
  }
  return createLibraryDevice(env, (attempt) =>
    retries.execute(async () => {
      try {
        await letThrough(attempt);
      } catch (error) {
        if (error instanceof TransientError) await sleep(error.retryAfterMs);
        throw error;
      }
    }),
  );
}
