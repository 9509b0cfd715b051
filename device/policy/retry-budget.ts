import { exponentialJitter } from './exponential-jitter.ts';
import type { PolicyDeclaration } from './policy-declaration.ts';
import type { Admission, AdmissionRequest, AttemptEnd, PolicyMemory } from '../../ports/index.ts';
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
 * The reserve lets a small client retry too; what goes beyond is given up. The defaults of the source: ttl 10 s,
 * minRetriesPerSec 10, percentCanRetry 0.2.
 */
export const retryBudget: PolicyDeclaration = {
  ...exponentialJitter,
  doc: 'delays of the default; retries are a fifth of first attempts at most, and a few on top',
  remembers: 'the last 10s: retries up to 20% of first attempts, and 10/s on top',
  source: 'Finagle RetryBudget',
  create: (settings) => ({
    ...exponentialJitter.create(settings),
    memory: 'process',
    remember: () => new RetryBudget(),
  }),
};
