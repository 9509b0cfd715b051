import type { PolicySettings } from './policy-settings.ts';
import { exponentialJitter } from './exponential-jitter.ts';
import type {
  Admission,
  AdmissionRequest,
  AttemptEnd,
  PolicyMemory,
  RetryPolicy,
} from '../../ports/index.ts';
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
 * Delays of `exponential-jitter` (jitter before the cap). Memory is the process's: an attempt, first or retry, is refused
 * without being sent with probability max(0, (requests − K·accepts)/(requests + 1)), K = 2, both counted over the last
 * 2 minutes; a refused attempt is a failed one. Source: "Site Reliability Engineering" (2016), chapter 21, "Handling
 * Overload", client-side throttling.
 */
export function adaptiveThrottle(settings: PolicySettings): RetryPolicy {
  return {
    ...exponentialJitter(settings),
    name: 'adaptive-throttle',
    memory: 'process',
    remember: () => new AdaptiveThrottle(),
  };
}
