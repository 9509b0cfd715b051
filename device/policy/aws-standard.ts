import type { PolicyDeclaration } from './policy-declaration.ts';
import type { AttemptEnd, PolicyMemory } from '../../ports/index.ts';
import { risingDelay } from './rising-delay.ts';
import type { Answer } from './rising-delay.ts';

const TOKENS_MAX = 500;
const RETRY_COSTS = 14;
const THROTTLED_RETRY_COSTS = 5;
/** What a success gives that needed no retry: NO_RETRY_INCREMENT of the SDK for JavaScript. */
const FIRST_SUCCESS_GIVES = 1;

const RETRIES = 2;
const BASE_MS = 50;
const THROTTLED_BASE_MS = 1_000;
const CAP_MS = 20_000;
/** By how much Retry-After may lengthen a delay. */
const RETRY_AFTER_ADDS_MS_MAX = 5_000;

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

function delayMs(retryIndex: number, uniform: number, { status, retryAfterMs }: Answer): number {
  const baseMs = isThrottled(status) ? THROTTLED_BASE_MS : BASE_MS;
  const ownMs = uniform * Math.min(CAP_MS, baseMs * 2 ** retryIndex);
  return retryAfterMs === null
    ? ownMs
    : Math.max(ownMs, Math.min(retryAfterMs, ownMs + RETRY_AFTER_ADDS_MS_MAX));
}

export const awsStandard: PolicyDeclaration = {
  doc: 'short delays, three attempts, a quota of retries',
  formula: 'max(t, min(RetryAfter, t + 5s)), t = u·min(x·2^k, 20s), x = 50ms, or 1s after 429',
  jitter: 'after the cap',
  remembers: '500 tokens: a retry takes 14 (after 429: 5), and gives them back when it succeeds',
  source: 'AWS SDKs and Tools Reference Guide, "Retry behavior", standard mode of 2026',
  parameters: [],
  defaults: 'R 2; all of it is fixed, whatever the settings say',
  create: () => ({
    retriesMax: RETRIES,
    memory: 'process',
    handlesRetryAfter: true,
    ...risingDelay(delayMs),
    remember: () => new RetryQuota(),
  }),
};
