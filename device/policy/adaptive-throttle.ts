import { exponentialJitter } from './exponential-jitter.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import type { Admission, AdmissionRequest, AttemptEnd, PolicyMemory } from '../../ports/index.ts';
import { SlidingCount } from './sliding-count.ts';

const WINDOW = { windowMs: 120_000, slices: 120 };
/** K: how many requests may be sent for each that is accepted. */
const REQUESTS_PER_ACCEPT = 2;

const SEND: Admission = { kind: 'send' };
const REFUSE: Admission = { kind: 'refuse' };

/** Refused requests count as requests, or the client would forget within one window why it refuses. */
class AdaptiveThrottle implements PolicyMemory {
  readonly #requests = new SlidingCount(WINDOW);
  readonly #accepts = new SlidingCount(WINDOW);

  admit(request: AdmissionRequest): Admission {
    const { nowMs } = request;
    const requests = this.#requests.at(nowMs);
    const excess = requests - REQUESTS_PER_ACCEPT * this.#accepts.at(nowMs);
    this.#requests.add(nowMs);
    return excess > 0 && request.uniform() < excess / (requests + 1) ? REFUSE : SEND;
  }

  ended({ nowMs, failed }: AttemptEnd): void {
    if (!failed) this.#accepts.add(nowMs);
  }
}

/**
 * An attempt, first or retry, is refused without being sent; a refused one is a failed one. Both counts are the
 * process's. In the source this is called client-side throttling.
 */
export const adaptiveThrottle: PolicyDeclaration = {
  ...exponentialJitter,
  doc: 'delays of the default; refuses sends the more, the fewer are accepted',
  remembers: 'the last 2m: refuses a send with probability max(0, (requests − 2·accepts)/(requests + 1))',
  source: '"Site Reliability Engineering" (2016), chapter 21, "Handling Overload"',
  create: (settings) => ({
    ...exponentialJitter.create(settings),
    memory: 'process',
    remember: () => new AdaptiveThrottle(),
  }),
};
