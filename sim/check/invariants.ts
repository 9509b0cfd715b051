import type { InvariantName } from '../scenario/invariant-name.ts';
import { acceptedOnce } from './accepted-once.ts';
import { acknowledgedMeansStored } from './acknowledged-means-stored.ts';
import { drainsAfterHeal } from './drains-after-heal.ts';
import { everyReadingAccountedFor } from './every-reading-accounted-for.ts';
import type { Invariant } from './invariant.ts';
import { memoryBounded } from './memory-bounded.ts';
import { metricsReconcile } from './metrics-reconcile.ts';
import { noRetryAfterPermanent } from './no-retry-after-permanent.ts';
import { nothingInvented } from './nothing-invented.ts';
import { retryBudget } from './retry-budget.ts';

/** Every promise a run is checked for. To add one: its name in `INVARIANT_NAMES`, its file here. */
export const INVARIANTS = {
  'accepted-once': acceptedOnce,
  'acknowledged-means-stored': acknowledgedMeansStored,
  'nothing-invented': nothingInvented,
  'every-reading-accounted-for': everyReadingAccountedFor,
  'no-retry-after-permanent': noRetryAfterPermanent,
  'retry-budget': retryBudget,
  'metrics-reconcile': metricsReconcile,
  'drains-after-heal': drainsAfterHeal,
  'memory-bounded': memoryBounded,
} satisfies Record<InvariantName, Invariant>;

/** One value for each invariant, in the order of the table. Written out, so that the compiler sees that none is missing. */
export function perInvariant<T>(value: (invariant: Invariant) => T): Readonly<Record<InvariantName, T>> {
  return {
    'accepted-once': value(INVARIANTS['accepted-once']),
    'acknowledged-means-stored': value(INVARIANTS['acknowledged-means-stored']),
    'nothing-invented': value(INVARIANTS['nothing-invented']),
    'every-reading-accounted-for': value(INVARIANTS['every-reading-accounted-for']),
    'no-retry-after-permanent': value(INVARIANTS['no-retry-after-permanent']),
    'retry-budget': value(INVARIANTS['retry-budget']),
    'metrics-reconcile': value(INVARIANTS['metrics-reconcile']),
    'drains-after-heal': value(INVARIANTS['drains-after-heal']),
    'memory-bounded': value(INVARIANTS['memory-bounded']),
  };
}
