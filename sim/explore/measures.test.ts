import { describe, expect, test } from 'vitest';
import { COMPARED_METRIC_NAMES } from '../metrics/index.ts';
import type { ComparedMetricName } from '../metrics/index.ts';
import { bestOfEach } from './best.ts';
import type { Estimate } from './comparison.ts';
import { differencesFrom } from './differences.ts';
import type { MetricOfPolicies } from './differences.ts';
import { measuresOf } from './measures.ts';
import type { MeasuresInput } from './measures.ts';
import {
  exponentialSample,
  lognormalSample,
  normalSample,
  roundedSample,
  twoLevelSample,
} from './statistics/testing/samples.ts';

const POLICIES = 8;

/** How a metric may be distributed over seeds; the metrics take turns. */
const SAMPLERS = [normalSample, lognormalSample, exponentialSample, roundedSample, twoLevelSample];

/** Eight policies that are equal, and do not do the same: metrics of theirs on so many seeds. */
function equalPolicies(
  metrics: readonly ComparedMetricName[],
  trial: number,
  seeds: number,
): readonly MetricOfPolicies[] {
  return metrics.map((metric, index) => {
    const sampler = SAMPLERS[(trial + index) % SAMPLERS.length] ?? normalSample;
    const values = sampler(trial * metrics.length + index, POLICIES * seeds);
    const policies = Array.from({ length: POLICIES }, (_, policy) =>
      values.slice(policy * seeds, (policy + 1) * seeds),
    );
    return { metric, policies };
  });
}

/** Whether anything is marked: a difference, or a best. Without the intervals of estimates, which take long. */
function isMarked(metrics: readonly MetricOfPolicies[]): boolean {
  const promise = { primary: null, comparisons: 1 };
  const baselines = metrics.map(() => 0);
  const differences = differencesFrom(baselines, metrics, promise);
  const estimates = metrics.map(({ policies }) =>
    policies.map((values): Estimate => {
      const sum = values.reduce((a: number, b) => a + (b ?? 0), 0);
      return { n: values.length, value: sum / values.length, low: null, high: null, method: 'student-t' };
    }),
  );
  const best = bestOfEach({ metrics, estimates, baseline: 0, differences, promise });
  return best.some((leader) => leader !== null) || differences.flat().some((one) => one?.significant);
}

function shareMarked(metrics: readonly ComparedMetricName[], seeds: number, trials: number): number {
  let marked = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    if (isMarked(equalPolicies(metrics, trial, seeds))) marked += 1;
  }
  return marked / trials;
}

describe('of eight equal policies anything is marked in at most 5 % of comparisons', () => {
  test.for([2, 3, 5, 6, 10])('over %d seeds, with all metrics', (seeds) => {
    // Four standard errors of a share of 5 %: 4·√(0.05·0.95/120) = 0.0796.
    expect(shareMarked(COMPARED_METRIC_NAMES, seeds, 120)).toBeLessThan(0.05 + 0.0796);
  });

  test.for([2, 3, 5, 10])('over %d seeds, with one metric', (seeds) => {
    // 4·√(0.05·0.95/500) = 0.039.
    expect(shareMarked(['latencyP99'], seeds, 500)).toBeLessThan(0.05 + 0.039);
  });
});

/** The second policy has an outage load of 10 to 17 less and is 0.1 more fair, give or take, on eight seeds. */
const APART: MeasuresInput = {
  metrics: [
    { metric: 'outageLoad', policies: [rising(100, 1), rising(90, 0), rising(100, 1.1)] },
    { metric: 'fairness', policies: [rising(0.8, 0), rising(0.9, 0.001), rising(0.8, 0.0001)] },
  ],
  baseline: 0,
  promise: { primary: null, comparisons: 1 },
};

function rising(first: number, step: number): readonly number[] {
  return Array.from({ length: 8 }, (_, seed) => first + step * seed);
}

function marksOf(input: MeasuresInput) {
  return measuresOf(input).map((ofMetric) =>
    ofMetric.map(({ difference, best, exploratory }) => ({
      pAdjusted: difference?.pAdjusted ?? null,
      significant: difference?.significant ?? null,
      best,
      exploratory,
    })),
  );
}

describe('a primary metric', () => {
  test('has marks, and is all that p-values are adjusted over', () => {
    const alone = { ...APART, metrics: APART.metrics.slice(0, 1) };
    const promise = { primary: 'outageLoad', comparisons: 1 } as const;
    const [outageLoad] = marksOf({ ...APART, promise });
    expect(outageLoad).toEqual(marksOf(alone)[0]);
    expect(outageLoad?.[1]).toMatchObject({ significant: true, best: true, exploratory: false });
    // Adjusted over all metrics p is larger.
    const [ofAll] = marksOf(APART);
    expect(ofAll?.[1]?.pAdjusted).toBeGreaterThan(outageLoad?.[1]?.pAdjusted ?? Number.NaN);
  });

  test('leaves the others exploratory: with a p-value of their own, and no mark', () => {
    const promise = { primary: 'outageLoad', comparisons: 1 } as const;
    const [, fairness] = measuresOf({ ...APART, promise });
    expect(fairness?.[1]).toMatchObject({ exploratory: true, best: false });
    expect(fairness?.[1]?.difference).toMatchObject({ pAdjusted: null, significant: false });
    expect(fairness?.[1]?.difference?.pValue).toBeLessThan(0.001);
    // Without a primary metric it has both marks.
    expect(marksOf(APART)[1]?.[1]).toMatchObject({ significant: true, best: true, exploratory: false });
  });
});

test('comparisons that are shown together share what is promised', () => {
  const [alone] = marksOf(APART);
  const [together] = marksOf({ ...APART, promise: { primary: null, comparisons: 3 } });
  expect(together?.[1]?.pAdjusted).toBeCloseTo(3 * (alone?.[1]?.pAdjusted ?? Number.NaN), 12);
});

test('nobody is the best whom its difference to the baseline does not set apart', () => {
  // The second is far better than the third, and cannot be told from the baseline, which is all over the place.
  const wild = Array.from({ length: 8 }, (_, seed) => (seed % 2 === 0 ? 0 : 230));
  const metrics = [{ metric: 'outageLoad', policies: [wild, rising(100, 1), rising(300, 1.5)] }] as const;
  const [measures] = measuresOf({ ...APART, metrics });
  expect(measures?.map(({ best }) => best)).toEqual([false, false, false]);
});
