import type { MetricValues } from '../metrics/index.ts';
import type { Outcome } from '../run/index.ts';

/** One run of one policy under one seed, boiled down to what a comparison needs. Plain JSON data: it crosses threads. */
export interface Replication {
  /** As `--policies` named it: a name of ours, or a file. */
  readonly policy: string;
  readonly seed: string;
  readonly outcome: Outcome;
  /** One sentence: what decided the outcome. */
  readonly why: string;
  /**
   * An invariant was violated that the scenario does not expect to be, or the run crashed, stalled or reached a limit.
   * An expectation that a policy does not meet breaks nothing: that is what a comparison is there to find.
   */
  readonly broken: boolean;
  /** Empty of a run that took its thread with it. */
  readonly fingerprint: string;
  /** Over the measured readings, where the run measured a part of them by themselves. */
  readonly metrics: MetricValues;
  readonly readings: { readonly measured: number; readonly all: number };
  /** Requests that all devices sent in each `LOAD_BIN_MS` of virtual time, from the start of the world. */
  readonly load: readonly number[];
  /** Of the measured readings that were acknowledged, from birth to then, in microseconds: buckets of `LogCounts`. */
  readonly latencies: readonly number[];
}
