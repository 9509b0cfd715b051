import { namesOf } from '../kernel/index.ts';
import { acceptedOnce } from './accepted-once.ts';
import { acknowledgedMeansStored } from './acknowledged-means-stored.ts';
import { drainsAfterHeal } from './drains-after-heal.ts';
import { duplicatesAreTrue } from './duplicates-are-true.ts';
import { everyReadingAccountedFor } from './every-reading-accounted-for.ts';
import type { Invariant } from './invariant.ts';
import { memoryBounded } from './memory-bounded.ts';
import { metricsReconcile } from './metrics-reconcile.ts';
import { noRetryAfterPermanent } from './no-retry-after-permanent.ts';
import { nothingInvented } from './nothing-invented.ts';
import { nothingLeaks } from './nothing-leaks.ts';
import { retryBudget } from './retry-budget.ts';
import { retryCanSucceed } from './retry-can-succeed.ts';
import { validMeansAccepted } from './valid-means-accepted.ts';

/** Every promise a run is checked for, in the order in which reports print them. */
export const INVARIANTS = {
  'accepted-once': acceptedOnce,
  'acknowledged-means-stored': acknowledgedMeansStored,
  'nothing-invented': nothingInvented,
  'valid-means-accepted': validMeansAccepted,
  'duplicates-are-true': duplicatesAreTrue,
  'every-reading-accounted-for': everyReadingAccountedFor,
  'no-retry-after-permanent': noRetryAfterPermanent,
  'retry-budget': retryBudget,
  'metrics-reconcile': metricsReconcile,
  'drains-after-heal': drainsAfterHeal,
  'retry-can-succeed': retryCanSucceed,
  'memory-bounded': memoryBounded,
  'nothing-leaks': nothingLeaks,
} satisfies Readonly<Record<string, Invariant>>;

export type InvariantName = keyof typeof INVARIANTS;

export const INVARIANT_NAMES: readonly InvariantName[] = namesOf(INVARIANTS);
