import type { AttemptEnd, PolicyMemory, RetryContext, RetryPolicy } from '../../ports/index.ts';

const TOKENS_MAX = 500;
const RETRY_COSTS = 14;
const THROTTLED_RETRY_COSTS = 5;
/** What a success gives that needed no retry. */
const FIRST_SUCCESS_GIVES = 1;

const RETRIES = 2;
const BASE_MS = 50;
const THROTTLED_BASE_MS = 1_000;
const CAP_MS = 20_000;
/** By how much Retry-After may lengthen a delay. */
const RETRY_AFTER_ADDS_MS_MAX = 5_000;

type Answer = Omit<RetryContext, 'previous'>;

function isThrottled(status: number | null): boolean {
  return status === 429;
}

/**
 * The SDK's retry quota. A success gives back what its retry had cost; the port does not tell which retry ended, so each
 * costs the mean of those under way, which is exact as long as they all cost the same, and never gives back more than was
 * taken.
 */
class RetryQuota implements PolicyMemory {
  #tokens = TOKENS_MAX;
  #underWay = 0;
  #lent = 0;

  mayRetry({ status }: AttemptEnd): boolean {
    const costs = isThrottled(status) ? THROTTLED_RETRY_COSTS : RETRY_COSTS;
    if (this.#tokens < costs) return false;
    this.#tokens -= costs;
    this.#lent += costs;
    this.#underWay += 1;
    return true;
  }

  ended({ attempt, failed }: AttemptEnd): void {
    const gives = attempt === 0 ? FIRST_SUCCESS_GIVES : this.#settle();
    if (!failed) this.#tokens = Math.min(TOKENS_MAX, this.#tokens + gives);
  }

  #settle(): number {
    if (this.#underWay === 0) return 0;
    const share = this.#lent / this.#underWay;
    this.#underWay -= 1;
    this.#lent = this.#underWay === 0 ? 0 : this.#lent - share;
    return share;
  }
}

function awsDelayMs(retryIndex: number, uniform: number, { status, retryAfterMs }: Answer): number {
  const baseMs = isThrottled(status) ? THROTTLED_BASE_MS : BASE_MS;
  const ownMs = uniform * Math.min(CAP_MS, baseMs * 2 ** retryIndex);
  return retryAfterMs === null
    ? ownMs
    : Math.max(ownMs, Math.min(retryAfterMs, ownMs + RETRY_AFTER_ADDS_MS_MAX));
}

const NO_ANSWER: Answer = { status: null, retryAfterMs: null };

/**
 * Delay before retry k: max(t, min(RetryAfter, t + 5 s)) with t = u·min(x·2^k, 20 s), x = 50 ms, or 1 s after 429; the
 * jitter comes after the cap, and Retry-After after both. Two retries. All of it is fixed by the source, so the settings
 * are not used. Memory is the process's: a quota of 500 tokens, of which a retry takes 14 (after 429: 5) and gives them
 * back when it succeeds; a success at the first attempt gives 1. Source: AWS SDKs and Tools Reference Guide, "Retry
 * behavior", standard mode by the rules of 2026; the 1 is from the SDK for JavaScript, NO_RETRY_INCREMENT.
 */
export function awsStandard(): RetryPolicy {
  return {
    name: 'aws-standard',
    retriesMax: RETRIES,
    memory: 'process',
    handlesRetryAfter: true,
    delayMs: (retryIndex, uniform, context = { ...NO_ANSWER, previous: null }) =>
      awsDelayMs(retryIndex, uniform, context),
    delayBoundsMs: (retryIndex, context = NO_ANSWER) => ({
      min: awsDelayMs(retryIndex, 0, context),
      max: awsDelayMs(retryIndex, 1, context),
    }),
    remember: () => new RetryQuota(),
  };
}
