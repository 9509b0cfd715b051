import type { InvariantName } from '../check/index.ts';
import type { SometimesHits } from '../check/sometimes.ts';
import type { JudgedExpectation } from '../expect/index.ts';
import { perMetric } from '../metrics/index.ts';
import type { MetricValues } from '../metrics/index.ts';
import { brokenPromises } from '../run/index.ts';
import type { Outcome, RunResult } from '../run/index.ts';
import { marginsOf } from './margins.ts';
import type { Margin } from './margins.ts';

/** A promise that was broken, and the first time that it was. */
export interface BrokenRecord {
  readonly invariant: InvariantName;
  /** How often. */
  readonly count: number;
  readonly device: string | null;
  readonly reading: number | null;
  /** Of the first time. */
  readonly message: string;
}

/** An expectation that was not met. */
export type MissedRecord = Pick<JudgedExpectation, 'kind' | 'what' | 'wanted' | 'got'>;

/** An expectation that was neither met nor missed, and why. */
export interface LeftOutRecord {
  readonly what: string;
  readonly why: string;
}

/**
 * One run boiled down to what many runs are judged, compared and reported by. Plain JSON data without any wall time: it
 * crosses threads, machines and days, and equal runs are equal records.
 */
export interface RunRecord {
  /** The scenario's name. */
  readonly scenario: string;
  readonly seed: string;
  readonly outcome: Outcome;
  /** One sentence: what decided the outcome. */
  readonly why: string;
  /** SHA-256 of the trace, hex. */
  readonly fingerprint: string;
  /** Those that the scenario does not expect to be broken. */
  readonly broken: readonly BrokenRecord[];
  readonly missed: readonly MissedRecord[];
  readonly leftOut: readonly LeftOutRecord[];
  readonly metrics: MetricValues;
  /** How far each bound was from being missed. */
  readonly margins: readonly Margin[];
  readonly warnings: readonly string[];
  /** How often each thing happened that the scenario wants to happen sometimes. */
  readonly sometimes: readonly SometimesHits[];
}

export function recordOf(result: RunResult): RunRecord {
  const { scenario, seed, outcome, why, fingerprint, metrics, expectations, warnings } = result;
  return {
    scenario: scenario.name,
    seed,
    outcome,
    why,
    fingerprint,
    broken: brokenPromises(result.invariants).map(({ name, verdict }) => {
      const [first] = verdict.violations;
      return {
        invariant: name,
        count: verdict.count,
        device: first?.device ?? null,
        reading: first?.reading ?? null,
        message: first?.message ?? '',
      };
    }),
    missed: expectations.flatMap(({ kind, what, wanted, got, verdict }) =>
      verdict === 'not-met' ? [{ kind, what, wanted, got }] : [],
    ),
    leftOut: expectations.flatMap(({ what, why: reason }) =>
      reason === null ? [] : [{ what, why: reason }],
    ),
    metrics,
    margins: marginsOf(result),
    warnings,
    sometimes: result.sometimes,
  };
}

/** Of a run whose code under test took the thread with it: nothing but that is known. */
export function lostRecord(
  scenario: string,
  seed: string,
  outcome: 'stalled' | 'crashed',
  why: string,
): RunRecord {
  const nothing = { broken: [], missed: [], leftOut: [], margins: [], warnings: [], sometimes: [] };
  return { scenario, seed, outcome, why, fingerprint: '', metrics: perMetric(() => null), ...nothing };
}

export function hasPassed({ outcome }: Pick<RunRecord, 'outcome'>): boolean {
  return outcome === 'passed';
}

/** What failed, apart from where and how often: runs that fail alike have equal words. Null for a run that passed. */
export function failureOf(record: RunRecord): string | null {
  if (hasPassed(record)) return null;
  const names = [
    ...record.broken.map(({ invariant }) => invariant),
    ...record.missed.map(({ what }) => what),
  ];
  return names.length === 0 || record.outcome === 'crashed' ? record.outcome : names.join(' + ');
}
