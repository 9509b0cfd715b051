import { printDuration } from '../../settings/duration.ts';
import { longestDelayMs, retriesOf, whyUnbounded } from './longest-delay.ts';
import type { EdgeSettings, Scenario } from './scenario.ts';

/** One part of the sum, as the warning names it. */
export interface HorizonTerm {
  readonly what: string;
  readonly ms: number;
}

export interface RetryHorizon {
  /** Empty when there is no longest time. */
  readonly terms: readonly HorizonTerm[];
  /** Infinity when there is no longest time. */
  readonly totalMs: number;
}

type Settings = Pick<Scenario, 'device' | 'network' | 'edge' | 'timeline'>;

/**
 * The longest time from the first request for a reading to the last that can reach the edge: the sum over the R
 * retries of the longest delay before each (not below the longest Retry-After that the edge's settings can ask
 * for), R + 1 timeouts, and the longest time for which the network can hold back or copy a request. Latency itself is
 * left out: some distributions have no longest value. Windows of the timeline count with their settings. There is no
 * longest time under a policy that never gives up, or that holds readings back until something gets through.
 */
export function retryHorizon(settings: Settings): RetryHorizon {
  if (whyUnbounded(settings.device.policy) !== undefined) return { terms: [], totalMs: Infinity };
  const terms = termsOf(settings);
  return { terms, totalMs: sumOf(terms) };
}

function sumOf(terms: readonly HorizonTerm[]): number {
  return terms.reduce((sum, { ms }) => sum + ms, 0);
}

function termsOf(settings: Settings): readonly HorizonTerm[] {
  const { policy, timeoutMs, retryAfterMaxMs } = settings.device;
  const retryAfterMs = Math.min(longestRetryAfterMs(settings), retryAfterMaxMs);
  const retries = retriesOf(policy);
  let backoffMs = 0;
  for (let retry = 0; retry < retries; retry += 1) backoffMs += longestDelayMs(policy, retry, retryAfterMs);
  const networks = [settings.network, ...settings.timeline.map((window) => window.network)];
  const copyMs = longest(networks.map(({ duplicate }) => (duplicate?.probability ? duplicate.maxMs : 0)));
  const reorderMs = longest(networks.map(({ reorder }) => (reorder?.probability ? reorder.maxMs : 0)));
  const jitterMs = longest(networks.map(({ jitter }) => (jitter?.probability ? jitter.maxMs : 0)));
  const raised = retryAfterMs > 0 ? `, with a Retry-After of ${printDuration(retryAfterMs)}` : '';
  return [
    { what: `the longest delays of ${retries} retries (${policy.name}${raised})`, ms: backoffMs },
    {
      what: `${retries + 1} timeouts of ${printDuration(timeoutMs)}`,
      ms: (retries + 1) * timeoutMs,
    },
    { what: 'the latest copy that the network delivers', ms: copyMs },
    { what: 'the longest that the network holds a request back', ms: reorderMs + jitterMs },
  ].filter(({ ms }) => ms > 0);
}

/** The pause of `store-and-forward` is full jitter up to 60 s, or the cap when that is longer; it drains 10 a second. */
const PAUSE_MS_MIN = 60_000;
const DRAIN_INTERVAL_MS = 100;
/** The breaker is open for 10 s, and gives a probe 10 s. */
const BREAKER_MS = 20_000;

/**
 * How long it may take after the last fault until everything is resolved, as far as the policy decides it. Mostly the
 * horizon; under policies that have none: what the faults leave behind, once nothing fails any more.
 */
export function drainHorizonMs(settings: Settings, readingsPerDevice: number): number {
  const { policy, timeoutMs, outbox } = settings.device;
  if (policy.name === 'store-and-forward') {
    // The longest delay of one reading, the longest pause, a probe that is answered late, then the backlog.
    const pauseMs = Math.max(PAUSE_MS_MIN, policy.capMs);
    return 2 * (pauseMs + timeoutMs) + Math.min(outbox.limit, readingsPerDevice) * DRAIN_INTERVAL_MS;
  }
  const heldMs = whyUnbounded(policy) === undefined ? 0 : BREAKER_MS;
  return heldMs + sumOf(termsOf(settings));
}

/** `5m 30s is the sum of …`: for the warning about a TTL that is shorter. */
export function printHorizon(horizon: RetryHorizon): string {
  const terms = horizon.terms.map(({ what, ms }) => `${printDuration(ms)} for ${what}`);
  return `${terms.join(' + ')} = ${printDuration(horizon.totalMs)}`;
}

function longestRetryAfterMs({ edge, timeline }: Settings): number {
  const edges: readonly Partial<EdgeSettings>[] = [edge, ...timeline.map((window) => window.edge)];
  return longest(
    edges.map(({ overload, capacity, rateLimit, contention }) =>
      longest([
        overload?.probability ? (overload.retryAfterMs ?? 0) : 0,
        capacity?.retryAfterMs ?? 0,
        contention?.retryAfterMs ?? 0,
        // The time until the next token, in whole seconds as the header has it.
        rateLimit ? Math.ceil(1 / rateLimit.ratePerSecond) * 1_000 : 0,
      ]),
    ),
  );
}

function longest(spans: readonly number[]): number {
  return Math.max(0, ...spans);
}
