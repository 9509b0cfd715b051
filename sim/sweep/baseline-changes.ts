import { METRIC_NAMES, METRICS } from '../metrics/index.ts';
import type { MetricName, MetricUnit } from '../metrics/index.ts';
import { baselineRunOf } from './baseline.ts';
import type { Baseline, BaselineRun } from './baseline.ts';
import { hasPassed } from './run-record.ts';
import type { RunRecord } from './run-record.ts';

/** A metric that went further than its tolerance; null: not observable. */
export interface MetricChange {
  readonly metric: MetricName;
  readonly unit: MetricUnit;
  readonly before: number | null;
  readonly now: number | null;
}

/** What became of one run against its baseline. */
export type RunChange =
  /** It did not pass: no baseline makes that right. */
  | { readonly kind: 'failed' }
  /** Nothing is agreed on yet. */
  | { readonly kind: 'new' }
  /** `agreed`: what was agreed on, of a run that passed. */
  | {
      readonly kind: 'outcome';
      readonly agreed: BaselineRun['outcome'];
      readonly metrics: readonly MetricChange[];
    }
  /** The same as far as the baseline goes, which does not have these metrics yet. */
  | { readonly kind: 'more'; readonly metrics: readonly MetricChange[] }
  /** Other events; what they came to is within tolerance. */
  | { readonly kind: 'trajectory'; readonly metrics: readonly MetricChange[] }
  | { readonly kind: 'same' };

/** How far a value may go without a word of the baseline: a share of it, and always so much. */
interface Tolerance {
  readonly share: number;
  readonly least: number;
}

/**
 * Another trajectory under the same settings is another draw of the same distribution. A count of n has a spread of about
 * √n, so small ones get room; times and percentiles are coarse.
 */
const TOLERANCES: Readonly<Record<MetricUnit, Tolerance>> = {
  ratio: { share: 0, least: 0.02 },
  count: { share: 0.1, least: 5 },
  duration: { share: 0.15, least: 50 },
  rate: { share: 0.15, least: 1 },
  plain: { share: 0.1, least: 0.05 },
};

export function changeOf(record: RunRecord, baseline: Baseline | null): RunChange {
  if (!hasPassed(record)) return { kind: 'failed' };
  const before = baseline?.runs.get(record.seed);
  if (baseline === null || before === undefined) return { kind: 'new' };
  const now = baselineRunOf(record);
  const changes = METRIC_NAMES.flatMap((metric) => metricChange(metric, before, now) ?? []);
  const moved = changes.filter((change) => change.before !== null);
  const tooFar = moved.filter((change) => !isWithin(change, baseline.tolerance[change.metric]));
  const agreed = before.outcome;
  if (tooFar.length > 0 || agreed !== now.outcome) return { kind: 'outcome', agreed, metrics: tooFar };
  if (moved.length > 0 || before.fingerprint !== now.fingerprint)
    return { kind: 'trajectory', metrics: moved };
  return changes.length > 0 ? { kind: 'more', metrics: changes } : { kind: 'same' };
}

function metricChange(metric: MetricName, before: BaselineRun, now: BaselineRun): MetricChange | null {
  const [old = null, value = null] = [before.metrics[metric], now.metrics[metric]];
  return old === value ? null : { metric, unit: METRICS[metric].unit, before: old, now: value };
}

/** What was observable and is no more is never the same outcome. */
function isWithin({ unit, before, now }: MetricChange, byHand: number | undefined): boolean {
  if (before === null || now === null) return false;
  const difference = Math.abs(now - before);
  const whole = Math.max(Math.abs(before), Math.abs(now));
  if (byHand !== undefined) return difference <= byHand * whole;
  const { share, least } = TOLERANCES[unit];
  return difference <= Math.max(least, share * whole);
}
