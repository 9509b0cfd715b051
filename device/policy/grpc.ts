import { exponentialDelayMs } from './exponential.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import type { AttemptEnd, PolicyMemory } from '../../ports/index.ts';
import { risingDelay } from './rising-delay.ts';

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

export const grpc: PolicyDeclaration = {
  doc: 'exponential, ±20%; no retries while too much fails',
  formula: 'E·(0.8 + 0.4u), E = min(C, b·f^k)',
  jitter: 'after the cap, which a delay may exceed by a fifth',
  remembers: '10 tokens: a failure takes 1, a success gives 0.1; retries only above half of them',
  source: 'gRPC proposal A6, "gRPC Retry Design"',
  parameters: ['baseMs', 'factor', 'capMs', 'retries'],
  create: (settings) => ({
    retriesMax: settings.retries,
    memory: 'process',
    ...risingDelay(
      (retryIndex, uniform) =>
        exponentialDelayMs(settings, retryIndex) * (1 - JITTER_RATIO + 2 * JITTER_RATIO * uniform),
    ),
    remember: () => new RetryThrottle(),
  }),
};
