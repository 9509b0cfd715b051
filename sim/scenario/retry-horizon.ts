import { printDuration } from './duration.ts';
import { policyParameters } from './policy-name.ts';
import type { EdgeSettings, PolicySettings, Scenario } from './scenario.ts';

/** One part of the sum, as the warning names it. */
export interface HorizonTerm {
  readonly what: string;
  readonly ms: number;
}

export interface RetryHorizon {
  readonly terms: readonly HorizonTerm[];
  readonly totalMs: number;
}

type Settings = Pick<Scenario, 'device' | 'network' | 'edge' | 'timeline'>;

/**
 * The longest time from the first request for a reading to the last that can reach the edge: the sum over the R
 * retries of the longest delay before each (not below the longest Retry-After that the edge's settings can ask
 * for), R + 1 timeouts, and the longest time for which the network can hold back or copy a request. Latency itself is
 * left out: some distributions have no longest value. Windows of the timeline count with their settings.
 */
export function retryHorizon(settings: Settings): RetryHorizon {
  const { policy, timeoutMs, retryAfterMaxMs } = settings.device;
  const retryAfterMs = Math.min(longestRetryAfterMs(settings), retryAfterMaxMs);
  let backoffMs = 0;
  for (let retry = 0; retry < policy.retries; retry += 1) {
    backoffMs += Math.max(longestDelayMs(policy, retry), retryAfterMs);
  }
  const networks = [settings.network, ...settings.timeline.map((window) => window.network)];
  const copyMs = longest(networks.map(({ duplicate }) => (duplicate?.probability ? duplicate.maxMs : 0)));
  const reorderMs = longest(networks.map(({ reorder }) => (reorder?.probability ? reorder.maxMs : 0)));
  const jitterMs = longest(networks.map(({ jitter }) => (jitter?.probability ? jitter.maxMs : 0)));
  const raised = retryAfterMs > 0 ? `, each at least the Retry-After of ${printDuration(retryAfterMs)}` : '';
  const terms = [
    { what: `the longest delays of ${policy.retries} retries (${policy.name}${raised})`, ms: backoffMs },
    {
      what: `${policy.retries + 1} timeouts of ${printDuration(timeoutMs)}`,
      ms: (policy.retries + 1) * timeoutMs,
    },
    { what: 'the latest copy that the network delivers', ms: copyMs },
    { what: 'the longest that the network holds a request back', ms: reorderMs + jitterMs },
  ].filter(({ ms }) => ms > 0);
  return { terms, totalMs: terms.reduce((sum, { ms }) => sum + ms, 0) };
}

/** `5m 30s is the sum of …`: for the warning about a TTL that is shorter. */
export function printHorizon(horizon: RetryHorizon): string {
  const terms = horizon.terms.map(({ what, ms }) => `${printDuration(ms)} for ${what}`);
  return `${terms.join(' + ')} = ${printDuration(horizon.totalMs)}`;
}

/**
 * min(cap, base · factor^retry), with jitter before the cap: a cap is a cap. A policy that is not known here is taken
 * for the one that waits longest of ours.
 */
function longestDelayMs(policy: PolicySettings, retry: number): number {
  const uses = new Set(policyParameters(policy.name));
  if (!uses.has('factor')) return policy.baseMs;
  const jitter = uses.has('jitterRatio') ? 1 + policy.jitterRatio : 1;
  return Math.round(Math.min(policy.capMs, policy.baseMs * policy.factor ** retry * jitter));
}

function longestRetryAfterMs({ edge, timeline }: Settings): number {
  const edges: readonly Partial<EdgeSettings>[] = [edge, ...timeline.map((window) => window.edge)];
  return longest(
    edges.map(({ overload, capacity, rateLimit }) =>
      longest([
        overload?.probability ? (overload.retryAfterMs ?? 0) : 0,
        capacity?.retryAfterMs ?? 0,
        // The time until the next token, in whole seconds as the header has it.
        rateLimit ? Math.ceil(1 / rateLimit.ratePerSecond) * 1_000 : 0,
      ]),
    ),
  );
}

function longest(spans: readonly number[]): number {
  return Math.max(0, ...spans);
}
