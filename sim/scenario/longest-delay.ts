import type { PolicySettings } from './scenario.ts';

/** The longest delay before a retry, when the longest Retry-After that may be asked for is `retryAfterMs` (0: none). */
type LongestDelay = (policy: PolicySettings, retry: number, retryAfterMs: number) => number;

function exponential({ baseMs, factor, capMs }: PolicySettings, retry: number): number {
  return baseMs === 0 ? 0 : Math.min(capMs, baseMs * factor ** retry);
}

function exponentialJitter(policy: PolicySettings, retry: number): number {
  return Math.min(policy.capMs, exponential(policy, retry) * (1 + policy.jitterRatio));
}

/** Those that wait at least as long as is asked for. */
function atLeastAsked(own: (policy: PolicySettings, retry: number) => number): LongestDelay {
  return (policy, retry, retryAfterMs) => Math.max(own(policy, retry), retryAfterMs);
}

function curve(t: number): number {
  return 2 ** t * Math.tanh(Math.sqrt(4 * t));
}

/** Two steps of the curve of `polly-v2`, which overflows long after any cap. */
function pollyV2({ baseMs, capMs }: PolicySettings, retry: number): number {
  const steps = retry === 0 ? curve(1) : curve(retry + 1) - curve(retry - 1);
  return Number.isFinite(steps) ? Math.min(capMs, (baseMs / 1.4) * steps) : capMs;
}

/** Drawn from the delay of a throttled request, which Retry-After may lengthen by 5 s. */
const awsStandard: LongestDelay = (_policy, retry, retryAfterMs) => {
  const ownMs = Math.min(20_000, 1_000 * 2 ** retry);
  return Math.max(ownMs, Math.min(retryAfterMs, ownMs + 5_000));
};

const STANDARD = atLeastAsked(exponentialJitter);

/** By the formulas of our policies; those without a line wait like the default. */
const LONGEST: ReadonlyMap<string, LongestDelay> = new Map([
  ['immediate', atLeastAsked(() => 0)],
  ['fixed', atLeastAsked(({ baseMs }) => baseMs)],
  ['linear', atLeastAsked(({ baseMs, capMs }, retry) => Math.min(capMs, baseMs * (retry + 1)))],
  ['exponential', atLeastAsked(exponential)],
  ['equal-jitter', atLeastAsked(exponential)],
  ['full-jitter', atLeastAsked(exponential)],
  [
    'decorrelated-jitter',
    atLeastAsked(({ baseMs, capMs }, retry) => Math.min(capMs, baseMs * 3 ** (retry + 1))),
  ],
  ['polly-v2', atLeastAsked(pollyV2)],
  ['grpc', atLeastAsked((policy, retry) => 1.2 * exponential(policy, retry))],
  ['aws-standard', awsStandard],
  [
    'retry-after',
    (policy, retry, retryAfterMs) => Math.max(exponentialJitter(policy, retry), 1.5 * retryAfterMs),
  ],
]);

/** In whole milliseconds. A policy that is not known here is taken for the default. */
export function longestDelayMs(policy: PolicySettings, retry: number, retryAfterMs: number): number {
  const longest = LONGEST.get(policy.name) ?? STANDARD;
  return Math.round(longest(policy, retry, retryAfterMs));
}

/** The retries of policies that do not take their number from the settings. */
const OWN_RETRIES: ReadonlyMap<string, number> = new Map([
  ['none', 0],
  ['aws-standard', 2],
  ['store-and-forward', Infinity],
]);

export function retriesOf({ name, retries }: PolicySettings): number {
  return OWN_RETRIES.get(name) ?? retries;
}

/** Why there is no longest time between two attempts of a reading; undefined when there is one. */
const UNBOUNDED: ReadonlyMap<string, string> = new Map([
  ['store-and-forward', 'never gives up'],
  ['circuit-breaker', 'holds readings back for as long as nothing gets through'],
]);

export function whyUnbounded({ name }: PolicySettings): string | undefined {
  return UNBOUNDED.get(name);
}
