import type { FaultLevel, KnownFault } from '../faults/index.ts';
import type { InvariantName } from '../check/invariants.ts';
import type { MetricName } from '../metrics/metrics.ts';

export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/**
 * A bound on a metric: `value` is a share from 0 to 1, milliseconds, a count or a number, as the unit says. Where `of`
 * names another metric, it is a multiple of what that one is in the same run: 1 for `= generated`, 0.06 for
 * `<= 6% of generated`.
 */
export interface Bound {
  readonly comparison: Comparison;
  readonly value: number;
  readonly of: MetricName | null;
}

export interface ExpectedBound extends Bound {
  readonly metric: MetricName;
}

/** How much a run does. A fleet, a length and an interval together say how many readings there are. */
export interface RunSize {
  readonly durationMs: number;
  readonly devices: number;
  readonly intervalMs: number;
}

/** What bounds were written for. */
export interface WrittenFor extends RunSize {
  /** The name of the policy. */
  readonly policy: string;
}

/** What a run must show, of whoever it is asked. */
export interface ExpectedFindings {
  readonly metrics: readonly ExpectedBound[];
  /** Invariants that this run breaks, with the reason; it fails if one of them does not show. */
  readonly violations: readonly ExcusedBreak[];
}

export interface ExcusedBreak {
  readonly invariant: InvariantName;
  readonly because: string;
}

export interface Expectations extends ExpectedFindings {
  /** What the rest was written for. In a run of another size, or by another policy, part of it says nothing. */
  readonly writtenFor: WrittenFor;
  /** Invariants that whoever is right may break here, or hold, with the reason. */
  readonly mayBreak: readonly ExcusedBreak[];
  /** Each must be seen at least once at this level, or the scenario fails. */
  readonly faults: readonly { readonly fault: KnownFault; readonly level: FaultLevel }[];
  /** What must happen at least once over many runs: names of properties, or queries of a trace. */
  readonly sometimes: readonly string[];
  /** What is true of the built-in edge and device; another subject may be right without it. */
  readonly builtIn: ExpectedFindings;
  /** What is true of them by the policy that the file sets; they may be right without it by another. */
  readonly ownPolicy: ExpectedFindings;
}
