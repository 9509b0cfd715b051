import type { ComparedMetricName } from '../metrics/metrics.ts';
import type { MeasuredSpan } from '../scenario/measured-span.ts';
import type { Outcome } from '../run/index.ts';
import type { AcknowledgedWithin } from './acknowledged-within.ts';

/** A mean over replications, or a difference of means, with its 95 % interval. */
export interface Estimate {
  /** Replications in which the metric could be observed. */
  readonly n: number;
  /** Null when n is 0. */
  readonly value: number | null;
  /** Null when n is below 3, and where all values are equal but fewer than six. */
  readonly low: number | null;
  readonly high: number | null;
  /** `sign-test` only of differences that are all equal. */
  readonly method: 'student-t' | 'bootstrap' | 'sign-test';
}

/** A policy's metric minus the baseline's on the same seeds. */
export interface PairedDifference extends Estimate {
  /**
   * Two-sided, of "there is no difference", by itself; null when n is below 3. Where there is an interval it is below
   * 0.05 exactly when that leaves out 0.
   */
  readonly pValue: number | null;
  /**
   * By Holm over all that is promised: all metrics of all policies and of all values of a sweep, or the primary metric
   * alone. Null where `pValue` is, and when exploratory.
   */
  readonly pAdjusted: number | null;
  /** `pAdjusted` is below 0.05. */
  readonly significant: boolean;
}

export interface MeasureOfPolicy {
  readonly metric: ComparedMetricName;
  /** Another metric is the primary one: nothing is promised of this one, and nothing of it is marked. */
  readonly exploratory: boolean;
  readonly estimate: Estimate;
  /** Null for the baseline itself. */
  readonly difference: PairedDifference | null;
  /** Its mean is the best, and its paired difference to every other policy is significant, adjusted as `pAdjusted`. */
  readonly best: boolean;
}

export interface PolicyOfComparison {
  readonly policy: string;
  readonly baseline: boolean;
  /** Mean of the sum of all delays when every retry is needed; null for a policy that never gives up. */
  readonly meanTotalDelayMs: number | null;
  readonly retriesMax: number | null;
  /** By what its delays were multiplied so that all policies wait equally long; 1 without `--normalize`. */
  readonly delayFactor: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Of the seeds that did not pass: the first, with what decided it. Null when all passed. */
  readonly firstFailure: { readonly seed: string; readonly why: string } | null;
  /** When every seed passed: below what the probability of a failure is, at 95 %. Null when one did not pass. */
  readonly failureProbabilityBelow: number | null;
  /** In the order of `COMPARED_METRIC_NAMES`. */
  readonly measures: readonly MeasureOfPolicy[];
  /** Mean requests per second in each `LOAD_BIN_MS` of virtual time. */
  readonly loadPerSecond: readonly number[];
  /** The distribution of what readings take. */
  readonly acknowledgedWithin: readonly AcknowledgedWithin[];
}

/** Which readings the metrics are taken from: the others are judged for safety only. */
export interface MeasuredPart extends MeasuredSpan {
  /** Of all runs and policies together. */
  readonly readings: number;
  readonly of: number;
  /** Policies for which nobody knows a longest time: readings of theirs may still be retried when the faults are over. */
  readonly withoutLongest: readonly string[];
}

/** Policies side by side under one scenario. Plain JSON data, the same for any number of workers. */
export interface Comparison {
  readonly scenario: string;
  readonly devices: number;
  readonly transport: string;
  /** In the order of the command line. */
  readonly seeds: readonly string[];
  readonly baseline: string;
  readonly normalized: boolean;
  /** The one metric that marks and verdict are about; null: they are about all, and p-values are adjusted over all. */
  readonly primary: ComparedMetricName | null;
  /** What `--precision` asked for, relative, and whether it was reached; null without it. */
  readonly precision: { readonly asked: number; readonly reached: boolean } | null;
  readonly measured: MeasuredPart;
  /** False when it was interrupted: only `seeds` were run. */
  readonly complete: boolean;
  /** Which setting `--sweep` changed, and to what; null without it. */
  readonly sweep: { readonly setting: string; readonly value: string } | null;
  /** In the order of the command line. */
  readonly policies: readonly PolicyOfComparison[];
  readonly warnings: readonly string[];
}
