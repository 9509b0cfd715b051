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

const WINDOW = { windowMs: 10_000, slices: 10 };
/** A retry for each so many requests: 20 %. */
const REQUESTS_PER_RETRY = 5;
/** 10 a second, over the window. */
const RESERVE = 100;

const SEND: Admission = { kind: 'send' };

/** First attempts deposit, retries withdraw; what is older than the window counts for neither. */
class RetryBudget implements PolicyMemory {
  readonly #requests = new SlidingCount(WINDOW);
  readonly #retries = new SlidingCount(WINDOW);

  admit({ attempt, nowMs }: AdmissionRequest): Admission {
    if (attempt === 0) this.#requests.add(nowMs);
    return SEND;
  }

  mayRetry({ nowMs }: AttemptEnd): boolean {
    const allowed = RESERVE + this.#requests.at(nowMs) / REQUESTS_PER_RETRY;
    if (this.#retries.at(nowMs) + 1 > allowed) return false;
    this.#retries.add(nowMs);
    return true;
  }
}

/**
 * Delays of `exponential-jitter` (jitter before the cap). Memory is the process's: within the last 10 s at most one retry
 * for five first attempts, and 10 a second on top, so that a small client may retry too. What goes beyond is given up.
 * Source: Finagle's `RetryBudget` with its defaults (ttl 10 s, minRetriesPerSec 10, percentCanRetry 0.2).
 */
export function retryBudget(settings: PolicySettings): RetryPolicy {
  return {
    ...exponentialJitter(settings),
    name: 'retry-budget',
    memory: 'process',
    remember: () => new RetryBudget(),
  };
}
