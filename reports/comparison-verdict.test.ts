import { expect, test } from 'vitest';
import type { Comparison, MeasureOfPolicy, PolicyOfComparison } from '../sim/explore/comparison.ts';
import { verdictInWords } from './comparison-verdict.ts';
import { difference, estimate, EXAMPLE_COMPARISON, UNOBSERVED } from './testing/example-comparison.ts';

function policy(
  name: string,
  measures: readonly MeasureOfPolicy[],
  rest: Partial<PolicyOfComparison> = {},
): PolicyOfComparison {
  return {
    policy: name,
    baseline: false,
    meanTotalDelayMs: 31_000,
    retriesMax: 5,
    delayFactor: 1,
    outcomes: {
      passed: 200,
      violated: 0,
      stalled: 0,
      'limit-hit': 0,
      crashed: 0,
      inconclusive: 0,
      unsupported: 0,
    },
    firstFailure: null,
    failureProbabilityBelow: null,
    measures,
    loadPerSecond: [],
    acknowledgedWithin: [],
    ...rest,
  };
}

function comparisonOf(policies: readonly PolicyOfComparison[], rest: Partial<Comparison> = {}): Comparison {
  return { ...EXAMPLE_COMPARISON, baseline: policies[0]?.policy ?? '', policies, ...rest };
}

/** The mean of the load in an outage, and its difference to the baseline with an adjusted p-value. */
function load(
  value: number,
  against: { readonly by: number; readonly p: number } | null,
  best = false,
): MeasureOfPolicy {
  const compared = against === null ? null : difference(against.by, 0.2, against.p);
  return {
    metric: 'outageLoad',
    exploratory: false,
    estimate: estimate(value, 1),
    difference: compared,
    best,
  };
}

const BASELINE = policy('exponential-jitter', [load(5, null)], { baseline: true });

test('a significant difference is told with its share of the baseline, its interval and n', () => {
  // 1.9 of 5 is 38 %; the interval is ±0.2.
  const breaker = policy('circuit-breaker', [load(3.1, { by: -1.9, p: 0.001 })]);
  expect(verdictInWords(comparisonOf([BASELINE, breaker]))).toEqual([
    'circuit-breaker sends 38% fewer requests during the outage than exponential-jitter (-1.9 per second, 95% [-2.1, -1.7], n 200).',
  ]);
});

test('of several that differ to one side the farthest is named, and the others are counted', () => {
  const policies = [
    BASELINE,
    policy('b', [load(4, { by: -1, p: 0.01 })]),
    policy('c', [load(2, { by: -3, p: 0.001 }, true)]),
    policy('d', [load(4.5, { by: -0.5, p: 0.04 })]),
    policy('e', [load(6, { by: 1, p: 0.02 })]),
    policy('f', [load(9, { by: 4, p: 0.2 })]),
  ];
  expect(verdictInWords(comparisonOf(policies))).toEqual([
    'c sends 60% fewer requests during the outage than exponential-jitter, the best of all (-3.0 per second, 95% [-3.2, -2.8], n 200); 2 other policies differ to the same side.',
    'e sends 20% more requests during the outage than exponential-jitter (+1.0 per second, 95% [+0.8, +1.2], n 200).',
  ]);
});

test('what is not significant is not told as a difference, however large it looks', () => {
  const other = policy('full-jitter', [load(50, { by: 45, p: 0.06 })]);
  expect(verdictInWords(comparisonOf([BASELINE, other]))).toEqual([
    'No difference from exponential-jitter in load during the outage can be told apart at n = 200.',
  ]);
});

test('nothing is said of what was not observed, nor of a single seed', () => {
  const unknown = { ...UNOBSERVED, pValue: null, pAdjusted: null, significant: false };
  const measures: readonly MeasureOfPolicy[] = [
    { metric: 'outageLoad', exploratory: false, estimate: UNOBSERVED, difference: unknown, best: false },
  ];
  expect(verdictInWords(comparisonOf([BASELINE, policy('b', measures)]))).toEqual([]);
});

test('a baseline that is the best is said to be', () => {
  const best = policy('exponential-jitter', [load(5, null, true)], { baseline: true });
  expect(verdictInWords(comparisonOf([best, policy('b', [load(6, { by: 1, p: 0.01 })])])).at(-1)).toBe(
    'exponential-jitter is the best of all in load during the outage.',
  );
});

test('seeds that all passed bound the probability of a failure, and are no proof', () => {
  const clean = { failureProbabilityBelow: 0.015 };
  const passed = policy('a', [], { baseline: true, ...clean });
  expect(verdictInWords(comparisonOf([passed, policy('b', [], clean)]))).toEqual([
    'No run of 200 seeds failed under any policy: the probability of a failure is below 1.5% at 95% (three over n), not zero.',
  ]);
  expect(verdictInWords(comparisonOf([passed, policy('b', [])]))).toEqual([
    'No run of 200 seeds failed under a: the probability of a failure is below 1.5% at 95% (three over n), not zero.',
  ]);
  expect(verdictInWords(comparisonOf([policy('a', [], { failureProbabilityBelow: 1 })]))).toEqual([]);
});

test('a verdict about a primary metric speaks of that alone, also of one that it has no words for', () => {
  // 1 of 5 is 20 %.
  const fairness: MeasureOfPolicy = {
    metric: 'fairness',
    exploratory: false,
    estimate: estimate(0.8, 0.01),
    difference: difference(-0.1, 0.01, 0.001),
    best: false,
  };
  const other = policy('b', [load(6, { by: 1, p: 0.01 }), fairness]);
  const about = (primary: Comparison['primary']) =>
    verdictInWords(comparisonOf([BASELINE, other], { primary }));
  expect(about('outageLoad')).toEqual([
    'b sends 20% more requests during the outage than exponential-jitter (+1.0 per second, 95% [+0.8, +1.2], n 200).',
  ]);
  expect(about('fairness')).toEqual([
    'b is lower in fairness than exponential-jitter (-10.0 points, 95% [-11.0, -9.0], n 200).',
  ]);
  expect(about('delivered')).toEqual([]);
});

test('names of users cannot paint the terminal', () => {
  const red = policy('\u001b[31mred', [load(3, { by: -2, p: 0.001 })]);
  expect(verdictInWords(comparisonOf([BASELINE, red])).join('')).not.toContain('\u001b');
});
