import type { FaultCount, FaultCoverage } from '../metrics/fault-coverage.ts';
import type { MetricValues } from '../metrics/metric-values.ts';
import type { InvariantName } from '../scenario/invariant-name.ts';
import { METRIC_UNITS, isMetricName } from '../scenario/metric-name.ts';
import { printMetricValue } from '../scenario/comparison.ts';
import { printExpectedBound } from '../scenario/print-expected-bound.ts';
import type { Comparison, Expectations, ExpectedBound, FaultLevel } from '../scenario/scenario.ts';
import type { CheckVerdict } from './invariant.ts';

/** What a scenario asked for and what the run gave. */
export interface JudgedExpectation {
  readonly kind: 'fault' | 'metric' | 'violation';
  /** The name of the fault, metric or invariant. */
  readonly what: string;
  /** As a person reads it: `seen`, `>= 80%`, `violated: memory store forgets at a restart`. */
  readonly wanted: string;
  readonly got: string;
  readonly met: boolean;
}

export type Verdicts = Readonly<Record<InvariantName, CheckVerdict>>;

/**
 * A fault that never showed is a failure, and so is an expected violation that did not: the scenario would say
 * something that is not so. A metric that cannot be observed is never met.
 */
export function judgeExpectations(
  expect: Expectations,
  metrics: MetricValues,
  coverage: FaultCoverage,
  verdicts: Verdicts,
): readonly JudgedExpectation[] {
  return [
    ...expect.faults.map(({ fault, level }) => judgeFault(fault, level, coverage[fault])),
    ...expect.metrics.map((bound) => judgeMetric(bound, metrics)),
    ...expect.violations.map((expected) => judgeViolation(expected, verdicts)),
  ];
}

function countAt(level: FaultLevel, count: FaultCount): number | null {
  switch (level) {
    case 'injected':
      return count.injected;
    case 'in-effect':
      return count.inEffect;
    case 'seen':
      return count.seen;
  }
}

const LEVEL_WORDS: Readonly<Record<FaultLevel, string>> = {
  injected: 'injected',
  'in-effect': 'in effect',
  seen: 'seen by the client',
};

function judgeFault(fault: string, level: FaultLevel, count: FaultCount): JudgedExpectation {
  const times = countAt(level, count);
  const got = times === null ? 'no client can see it' : times === 0 ? 'never' : `${times}×`;
  return { kind: 'fault', what: fault, wanted: LEVEL_WORDS[level], got, met: times !== null && times > 0 };
}

export function compares(value: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '=':
      return value === bound;
    case '>=':
      return value >= bound;
    case '>':
      return value > bound;
  }
}

function judgeMetric(expected: ExpectedBound, metrics: MetricValues): JudgedExpectation {
  const { metric, comparison, value, of } = expected;
  const judged = { kind: 'metric', what: metric, wanted: printExpectedBound(expected) } as const;
  if (!isMetricName(metric)) return { ...judged, got: 'no such metric', met: false };
  const amount = metrics[metric];
  const whole = of === null ? 1 : isMetricName(of) ? metrics[of] : null;
  if (amount === null || whole === null) return { ...judged, got: 'not observable', met: false };
  const text = printMetricValue(rounded(amount), METRIC_UNITS[metric]);
  if (of === null) return { ...judged, got: text, met: compares(amount, comparison, value) };
  // Any share of nothing is nothing.
  if (whole === 0) return { ...judged, got: text, met: compares(amount, comparison, 0) };
  // A quotient: 7 of 100 is exactly 0.07, while 7 % of 100 is not exactly 7.
  const share = amount / whole;
  const got = value === 1 ? text : `${text}, ${printMetricValue(rounded(share), 'ratio')}`;
  return { ...judged, got, met: compares(share, comparison, value) };
}

/** Counts stay whole; of the rest five digits are enough to see on which side of a bound a value is. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(5));
}

function judgeViolation(
  { invariant, because }: Expectations['violations'][number],
  verdicts: Verdicts,
): JudgedExpectation {
  const verdict = Object.entries(verdicts).find(([name]) => name === invariant)?.[1];
  return {
    kind: 'violation',
    what: invariant,
    wanted: `violated: ${because}`,
    got: verdict === undefined ? 'no such invariant' : describe(verdict),
    met: verdict?.kind === 'violated',
  };
}

function describe(verdict: CheckVerdict): string {
  switch (verdict.kind) {
    case 'held':
      return 'held';
    case 'violated':
      return `violated ${verdict.count}×`;
    case 'not-observable':
      return 'not observable';
  }
}
