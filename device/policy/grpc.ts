import type { PolicySettings } from './policy-settings.ts';
import { exponentialDelayMs } from './exponential.ts';
import type { AttemptEnd, PolicyMemory, RetryPolicy } from '../../ports/index.ts';

/** In tenths of a token, so that a hundred successes are exactly ten tokens. */
const TENTHS_MAX = 100;
const FAILURE_COSTS = 10;
const SUCCESS_GIVES = 1;

const JITTER_RATIO = 0.2;

/** gRPC's retry throttling: while less than half of the tokens are left, nobody in this process retries. */
class RetryThrottle implements PolicyMemory {
  #tenths = TENTHS_MAX;

  ended({ failed }: AttemptEnd): void {
    this.#tenths = failed
      ? Math.max(0, this.#tenths - FAILURE_COSTS)
      : Math.min(TENTHS_MAX, this.#tenths + SUCCESS_GIVES);
  }

  mayRetry(): boolean {
    return this.#tenths > TENTHS_MAX / 2;
  }
}

/**
 * Delay before retry k: E_k·(0.8 + 0.4u) with E_k = min(C, b·f^k); the jitter comes after the cap, so a delay may be a
 * fifth above it. Memory is the process's: 10 tokens at most, each failed attempt takes 1, each success gives 0.1, and
 * a retry is made only while more than half of them are left. Source: gRPC proposal A6, "gRPC Retry Design".
 */
export function grpc(settings: PolicySettings): RetryPolicy {
  const delayMs = (retryIndex: number, uniform: number): number =>
    exponentialDelayMs(settings, retryIndex) * (1 - JITTER_RATIO + 2 * JITTER_RATIO * uniform);
  return {
    name: 'grpc',
    retriesMax: settings.retries,
    memory: 'process',
    delayMs,
    delayBoundsMs: (retryIndex) => ({ min: delayMs(retryIndex, 0), max: delayMs(retryIndex, 1) }),
    remember: () => new RetryThrottle(),
  };
}
