import { declarationOf } from '../../device/policy/policies.ts';
import type { PolicySettings } from '../../device/policy/policies.ts';
import type { RetryPolicy } from '../../ports/index.ts';
import { printDuration } from '../../settings/duration.ts';
import { faultsOf } from '../faults/index.ts';
import { partsOf } from './groups.ts';
import type { Scenario } from './scenario.ts';

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
type FleetAndSettings = Settings & Pick<Scenario, 'fleet'>;

/**
 * The longest time from the first request for a reading to the last that can reach the edge: the sum over the R
 * retries of the longest delay before each (not below the longest Retry-After that the edge's settings can ask
 * for), R + 1 timeouts, and the longest time for which the network can hold back or copy a request. Latency itself is
 * left out: some distributions have no longest value. Windows of the timeline count with their settings. Of a fleet
 * with groups it is that of the group that takes longest. There is no longest time under a policy that never gives up, or that holds readings back until something gets through.
 */
export function retryHorizon(scenario: FleetAndSettings): RetryHorizon {
  const [first, ...others] = partsOf(scenario).map((part) => horizonOfPart(part.scenario));
  if (first === undefined) return { terms: [], totalMs: 0 };
  return others.reduce((longest, horizon) => (horizon.totalMs > longest.totalMs ? horizon : longest), first);
}

function horizonOfPart(settings: Settings): RetryHorizon {
  if (hasNoLongest(settings.device.policy.name)) return { terms: [], totalMs: Infinity };
  const terms = termsOf(settings);
  return { terms, totalMs: sumOf(terms) };
}

/** A policy of ours that never gives up, or that holds readings back until something gets through. */
export function hasNoLongest(policy: string): boolean {
  return declarationOf(policy).unbounded !== undefined;
}

function sumOf(terms: readonly HorizonTerm[]): number {
  return sum(terms.map(({ ms }) => ms));
}

function sum(spans: readonly number[]): number {
  return spans.reduce((total, ms) => total + ms, 0);
}

/**
 * Whoever tries more often never gives up, and says so by a number (`Number.MAX_SAFE_INTEGER`). And a policy that never waits
 * has no retry at which a reading is too old.
 */
export const RETRIES_COUNTED = 10_000;

/**
 * The longest time from the first request for a reading to the last, for any policy, one that a user brings as well.
 * Infinity where its retries have no end; what it holds back by itself, such as a breaker, is not counted. A group with a
 * policy of its own goes by that.
 */
export function policyHorizonMs(scenario: FleetAndSettings, policy: RetryPolicy): number {
  return Math.max(
    ...partsOf(scenario).map((part) => {
      const own = part.ownPolicy ? ownPolicy(part.scenario.device.policy) : policy;
      return own.retriesMax > RETRIES_COUNTED ? Infinity : sumOf(termsOf(part.scenario, own));
    }),
  );
}

/** `bornWithinMs`: only the retries that a reading can have come to that is no older than that. */
function termsOf(
  settings: Settings,
  policy: RetryPolicy = ownPolicy(settings.device.policy),
  bornWithinMs = Infinity,
): readonly HorizonTerm[] {
  const { timeoutMs, retryAfterMaxMs } = settings.device;
  const retryAfterMs = Math.min(Math.max(...longestOf(settings, 'edge', 'asksMs')), retryAfterMaxMs);
  const { retries, backoffMs } = longestBackoff(policy, retryAfterMs, bornWithinMs);
  const raised = retryAfterMs > 0 ? `, with a Retry-After of ${printDuration(retryAfterMs)}` : '';
  return [
    { what: `the longest delays of ${retries} retries (${policy.name}${raised})`, ms: backoffMs },
    {
      what: `${retries + 1} timeouts of ${printDuration(timeoutMs)}`,
      ms: (retries + 1) * timeoutMs,
    },
    {
      what: 'the latest copy that the network delivers',
      ms: Math.max(...longestOf(settings, 'network', 'copiesMs')),
    },
    {
      what: 'the longest that the network holds a request back',
      ms: sum(longestOf(settings, 'network', 'holdsMs')),
    },
  ].filter(({ ms }) => ms > 0);
}

/** A name that is not ours is taken to be like the default. */
function ownPolicy(settings: PolicySettings): RetryPolicy {
  return { name: settings.name, ...declarationOf(settings.name).create(settings) };
}

/**
 * The sum over all retries, each in whole milliseconds, up to the one that a reading waits for which is `bornWithinMs` old by
 * the mean delays. `retryAfterMs` 0: nothing is asked for.
 */
function longestBackoff(
  policy: RetryPolicy,
  retryAfterMs: number,
  bornWithinMs: number,
): { readonly retries: number; readonly backoffMs: number } {
  // After no other status does a policy wait longer.
  const answer = { status: 429, retryAfterMs: retryAfterMs > 0 ? retryAfterMs : null };
  const leastMs = policy.handlesRetryAfter === true ? 0 : retryAfterMs;
  const retriesMax =
    bornWithinMs === Infinity ? policy.retriesMax : Math.min(policy.retriesMax, RETRIES_COUNTED);
  let backoffMs = 0;
  let ageMs = 0;
  let retries = 0;
  for (; retries < retriesMax && ageMs <= bornWithinMs; retries += 1) {
    const { min, max } = policy.delayBoundsMs(retries, answer);
    backoffMs += Math.round(Math.max(leastMs, max));
    ageMs += (min + max) / 2;
  }
  return { retries, backoffMs };
}

/**
 * How long it may take after the last fault until everything is resolved, as far as the policy decides it: what it holds
 * back, and the terms of the horizon where its retries have an end. That of the slowest group, where there are groups.
 */
export function drainHorizonMs(scenario: FleetAndSettings, durationMs: number): number {
  return Math.max(...partsOf(scenario).map((part) => drainOfPartMs(part.scenario, durationMs)));
}

function drainOfPartMs({ fleet, ...settings }: FleetAndSettings, durationMs: number): number {
  const { policy, timeoutMs, outbox } = settings.device;
  const declaration = declarationOf(policy.name);
  const waitingMax = Math.min(outbox.limit, fleet.burst * Math.ceil(durationMs / fleet.intervalMs));
  const heldMs = declaration.unbounded?.heldMs(policy, { timeoutMs, waitingMax }) ?? 0;
  if (declaration.create(policy).retriesMax === Infinity) return heldMs;
  return heldMs + sumOf(termsOf(settings));
}

/** The same where a policy that a user brings decides it, of which its delays are all that is known. */
export function drainHorizonByMs(
  scenario: FleetAndSettings,
  policy: RetryPolicy,
  durationMs: number,
): number {
  return Math.max(
    ...partsOf(scenario).map((part) =>
      part.ownPolicy
        ? drainOfPartMs(part.scenario, durationMs)
        : sumOf(termsOf(part.scenario, policy, durationMs)),
    ),
  );
}

/** `5m 30s is the sum of …`: for the warning about a TTL that is shorter. */
export function printHorizon(horizon: RetryHorizon): string {
  const terms = horizon.terms.map(({ what, ms }) => `${printDuration(ms)} for ${what}`);
  return `${terms.join(' + ')} = ${printDuration(horizon.totalMs)}`;
}

/** The longest of each fault, in the base or a window of the timeline. */
function longestOf(settings: Settings, player: 'network' | 'edge', what: 'holdsMs' | 'copiesMs' | 'asksMs') {
  const spans = [settings, ...settings.timeline].map(
    (span) => new Map<string, unknown>(Object.entries(span[player])),
  );
  return faultsOf(player).map((fault) =>
    Math.max(0, ...spans.map((span) => fault[what](span.get(fault.key)))),
  );
}
