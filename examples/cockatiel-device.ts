/**
 * Retries by cockatiel 3: its decorrelated backoff (`polly-v2` here), and one circuit breaker for the device. What the
 * breaker refuses costs a retry. It knows nothing of Retry-After: that is waited for within the attempt that failed.
 *
 *   npm run sim -- --scenario storm --seed 1 --policy polly-v2 --device ./examples/cockatiel-device.ts
 */
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleType,
  retry,
} from 'cockatiel';
import type { DeviceEnv, DeviceUnderTest } from '../sim/host/index.ts';
import { createLibraryDevice, sleep, TransientError } from './library-device.ts';

export function createDevice(env: DeviceEnv): DeviceUnderTest {
  const retries = retry(handleType(TransientError).orType(BrokenCircuitError), {
    maxAttempts: 5,
    backoff: new ExponentialBackoff({ initialDelay: 1_000, maxDelay: 30_000 }),
  });
  const breaker = circuitBreaker(handleType(TransientError), {
    halfOpenAfter: 10_000,
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
