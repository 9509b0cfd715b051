import { describe, expect, test } from 'vitest';
import { COMPARED_METRIC_NAMES, perMetric } from '../metrics/index.ts';
import type { ComparedMetricName } from '../metrics/index.ts';
import { comparisonOf } from './compare.ts';
import type { Comparison, MeasureOfPolicy } from './comparison.ts';
import { inputOf, policyWith, replication } from './testing/replications.ts';

function measureOf(comparison: Comparison, policy: string, metric: ComparedMetricName): MeasureOfPolicy {
  const measures = comparison.policies.find((one) => one.policy === policy)?.measures ?? [];
  const measure = measures.find((one) => one.metric === metric);
  if (measure === undefined) throw new Error(`${policy} has no ${metric}`);
  return measure;
}

function bestIn(comparison: Comparison, metric: ComparedMetricName): readonly string[] {
  return comparison.policies
    .filter(({ policy }) => measureOf(comparison, policy, metric).best)
    .map(({ policy }) => policy);
}

/** Differs from seed to seed by as much as storms do, in steps that a double holds exactly. */
const storm = (seed: number): number => ((seed * 7) % 10) * 16;

describe('the estimates of a comparison', () => {
  test('stand in the order of the table, each by its method: skewed ones by bootstrap from eight seeds on', () => {
    const skewed = [
      'latencyP50',
      'latencyP99',
      'latencyMax',
      'peakRequestsPerSecond',
      'peakRequestsPer100ms',
    ];
    for (const seeds of [7, 8]) {
      const everything = perMetric(() => 1);
      const { policies } = comparisonOf(inputOf([policyWith('a', seeds, () => everything)]));
      expect(policies[0]?.measures.map(({ metric, estimate }) => [metric, estimate.method])).toEqual(
        COMPARED_METRIC_NAMES.map((metric) => [
          metric,
          seeds === 8 && skewed.includes(metric) ? 'bootstrap' : 'student-t',
        ]),
      );
    }
  });

  test("are means over seeds with Student's interval", () => {
    // 1 … 5: mean 3, variance 2.5, standard error √(2.5/5), times 2.776445 of the table for 4 degrees of freedom.
    const comparison = comparisonOf(inputOf([policyWith('a', 5, (seed) => ({ outageLoad: seed + 1 }))]));
    const { n, value, low, high } = measureOf(comparison, 'a', 'outageLoad').estimate;
    expect([n, value]).toEqual([5, 3]);
    expect(low).toBeCloseTo(3 - 2.776445 * Math.sqrt(0.5), 6);
    expect(high).toBeCloseTo(3 + 2.776445 * Math.sqrt(0.5), 6);
  });

  test('leave out the seeds in which a metric was not observed', () => {
    const comparison = comparisonOf(
      inputOf([policyWith('a', 12, (seed) => ({ latencyP99: seed % 2 === 0 ? 40 : null }))]),
    );
    expect(measureOf(comparison, 'a', 'latencyP99').estimate).toEqual({
      n: 6,
      value: 40,
      low: 40,
      high: 40,
      method: 'student-t',
    });
    expect(measureOf(comparison, 'a', 'recoveryTime').estimate).toMatchObject({
      n: 0,
      value: null,
      low: null,
    });
  });
});

describe('the differences to the baseline', () => {
  test('are taken on the same seed, so that what the seeds do to both cancels', () => {
    const comparison = comparisonOf(
      inputOf([
        policyWith('a', 10, (seed) => ({ outageLoad: storm(seed), latencyP99: storm(seed) })),
        policyWith('b', 10, (seed) => ({ outageLoad: storm(seed) + 2, latencyP99: storm(seed) - 4 })),
      ]),
    );
    // The estimates are wide, the difference is the same on every seed.
    const { low, high } = measureOf(comparison, 'b', 'outageLoad').estimate;
    expect((high ?? 0) - (low ?? 0)).toBeGreaterThan(50);
    expect(measureOf(comparison, 'b', 'outageLoad').difference).toEqual({
      n: 10,
      value: 2,
      low: 2,
      high: 2,
      // Ten equal signs; and these two metrics beside the three that a run has in which nothing happened.
      pValue: 2 / 1024,
      pAdjusted: (5 * 2) / 1024,
      significant: true,
      method: 'sign-test',
    });
    expect(measureOf(comparison, 'b', 'latencyP99').difference).toMatchObject({
      value: -4,
      low: -4,
      high: -4,
      significant: true,
      method: 'sign-test',
    });
  });

  test('are none between policies that do the same, and none of the baseline to itself', () => {
    const same = (seed: number) => ({ delivered: storm(seed) / 160 });
    const comparison = comparisonOf(inputOf([policyWith('a', 10, same), policyWith('b', 10, same)]));
    expect(measureOf(comparison, 'a', 'delivered').difference).toBeNull();
    expect(measureOf(comparison, 'b', 'delivered').difference).toMatchObject({
      value: 0,
      low: 0,
      high: 0,
      pValue: 1,
      pAdjusted: 1,
      significant: false,
    });
  });

  test('leave out a pair of which one is missing', () => {
    const b = policyWith('b', 8, (seed) => ({ drainTime: seed === 3 ? null : storm(seed) + 1 }));
    const comparison = comparisonOf(
      inputOf([
        policyWith('a', 8, (seed) => ({ drainTime: seed === 5 ? null : storm(seed) })),
        // The run of seed 1 is not there at all.
        { ...b, replications: b.replications.slice(1) },
      ]),
    );
    expect(measureOf(comparison, 'b', 'drainTime').difference).toMatchObject({
      n: 5,
      value: 1,
      // Five equal differences are too few for an interval.
      low: null,
      pValue: 2 / 32,
    });
    expect(measureOf(comparison, 'a', 'drainTime').estimate.n).toBe(7);
    expect(measureOf(comparison, 'b', 'drainTime').estimate.n).toBe(6);
  });

  test('are adjusted by Holm over policies and metrics', () => {
    // Differences 1, −1, 1, −1, … plus a shift: the larger the shift, the smaller the p-value.
    const shifted = (policy: string, shift: number) =>
      policyWith(policy, 12, (seed) => ({ outageLoad: storm(seed) + shift + (seed % 2 === 0 ? 1 : -1) }));
    const comparison = comparisonOf(
      inputOf([
        policyWith('a', 12, (seed) => ({ outageLoad: storm(seed) })),
        shifted('b', 0.5),
        shifted('c', 1),
        shifted('d', 0.75),
      ]),
    );
    const [b, c, d] = ['b', 'c', 'd'].map((policy) => measureOf(comparison, policy, 'outageLoad').difference);
    const p = [b, c, d].map((difference) => difference?.pValue ?? Number.NaN);
    const [pB = 0, pC = 0, pD = 0] = p;
    expect(pC < pD && pD < pB).toBe(true);
    // Three policies, and this metric beside the three that a run has in which nothing happened.
    expect(c?.pAdjusted).toBeCloseTo(12 * pC, 12);
    expect(d?.pAdjusted).toBeCloseTo(Math.max(12 * pC, 11 * pD), 12);
    expect(b?.pAdjusted).toBeCloseTo(Math.min(1, Math.max(11 * pD, 10 * pB)), 12);
    expect([b, c, d].map((difference) => difference?.significant)).toEqual(
      [b, c, d].map((difference) => (difference?.pAdjusted ?? 1) < 0.05),
    );
  });

  test('of one seed have no interval and mean nothing', () => {
    const comparison = comparisonOf(
      inputOf([
        policyWith('a', 1, () => ({ delivered: 0.5, latencyP99: 10 })),
        policyWith('b', 1, () => ({ delivered: 1, latencyP99: 5 })),
      ]),
    );
    expect(measureOf(comparison, 'b', 'delivered').difference).toMatchObject({
      n: 1,
      value: 0.5,
      low: null,
      pAdjusted: null,
      significant: false,
    });
    expect(bestIn(comparison, 'delivered')).toEqual([]);
    expect(comparison.warnings).toEqual([expect.stringContaining('One seed says nothing')]);
  });
});

describe('the best policy', () => {
  const at = (policy: string, load: (seed: number) => number | null) =>
    policyWith(policy, 12, (seed) => {
      const value = load(seed);
      return { outageLoad: value, fairness: value === null ? null : value / 1000 };
    });
  const noise = (seed: number): number => (seed % 2 === 0 ? 1 : -1);

  test('is the one that is distinguishable from every other, by what the metric is wanted to be', () => {
    const comparison = comparisonOf(
      inputOf([at('a', storm), at('b', (seed) => storm(seed) - 8), at('c', (seed) => storm(seed) + 8)]),
    );
    expect([bestIn(comparison, 'outageLoad'), bestIn(comparison, 'fairness')]).toEqual([['b'], ['c']]);
  });

  test('may be the baseline', () => {
    const comparison = comparisonOf(inputOf([at('a', storm), at('b', (seed) => storm(seed) + 8)]));
    expect(bestIn(comparison, 'outageLoad')).toEqual(['a']);
  });

  test('is nobody where the first two cannot be told apart, although both beat the rest', () => {
    const comparison = comparisonOf(
      inputOf([
        at('a', storm),
        at('b', (seed) => storm(seed) + noise(seed) - 0.1),
        at('c', (seed) => storm(seed) + 8),
      ]),
    );
    expect(bestIn(comparison, 'outageLoad')).toEqual([]);
  });

  test('is nobody among equals, and nobody alone', () => {
    expect(bestIn(comparisonOf(inputOf([at('a', storm), at('b', storm)])), 'outageLoad')).toEqual([]);
    expect(bestIn(comparisonOf(inputOf([at('a', storm)])), 'outageLoad')).toEqual([]);
  });

  test('is nobody while one of them was not observed', () => {
    const comparison = comparisonOf(
      inputOf([at('a', storm), at('b', (seed) => storm(seed) + 8), at('c', () => null)]),
    );
    expect(bestIn(comparison, 'outageLoad')).toEqual([]);
  });
});

describe('a comparison', () => {
  test('does not depend on the order in which replications come', () => {
    // Values whose sum depends on its order.
    const metrics = (seed: number) => ({ outageLoad: 0.1 * (seed + 1) ** 3, latencyP99: 1 / (seed + 3) });
    const a = policyWith('a', 30, metrics);
    const b = policyWith('b', 30, (seed) => ({ ...metrics(seed), outageLoad: 0.3 * seed }));
    const shuffled = [a, b].map((policy) => ({
      ...policy,
      replications: policy.replications.toSorted(
        (x, y) => ((Number(x.seed) * 11) % 31) - ((Number(y.seed) * 11) % 31),
      ),
    }));
    const seeds = a.replications.map(({ seed }) => seed);
    expect(shuffled[0]?.replications[0]?.seed).not.toBe('1');
    expect(JSON.stringify(comparisonOf(inputOf(shuffled, { seeds })))).toBe(
      JSON.stringify(comparisonOf(inputOf([a, b]))),
    );
  });

  test('counts a seed that was given twice once', () => {
    const a = policyWith('a', 4, (seed) => ({ outageLoad: seed }));
    const comparison = comparisonOf(inputOf([a], { seeds: ['1', '2', '1', '3', '4', '4'] }));
    expect(comparison.seeds).toEqual(['1', '2', '3', '4']);
    expect(measureOf(comparison, 'a', 'outageLoad').estimate.n).toBe(4);
  });

  test('counts outcomes, and names the first seed of the plan that did not pass', () => {
    const replications = [
      replication('a', '9', {}, { outcome: 'stalled', why: 'late' }),
      replication('a', '4', {}, { outcome: 'violated', why: 'accepted-once' }),
      replication('a', '5', {}),
    ];
    const a = { ...policyWith('a', 0, () => ({})), replications };
    const b = policyWith('b', 200, () => ({}));
    const [first] = comparisonOf(inputOf([a], { seeds: ['5', '4', '9'] })).policies;
    expect(first).toMatchObject({
      outcomes: { passed: 1, violated: 1, stalled: 1, 'limit-hit': 0, crashed: 0, inconclusive: 0 },
      firstFailure: { seed: '4', why: 'accepted-once' },
      failureProbabilityBelow: null,
    });
    // Three over 200.
    expect(comparisonOf(inputOf([b])).policies[0]).toMatchObject({
      outcomes: { passed: 200 },
      firstFailure: null,
      failureProbabilityBelow: 0.015,
    });
  });

  test('has the mean load, in which a run that ended earlier sends nothing', () => {
    const replications = [
      replication('a', '1', {}, { load: [4, 2] }),
      replication('a', '2', {}, { load: [0, 2, 5, 1] }),
    ];
    const a = { ...policyWith('a', 0, () => ({})), replications };
    expect(comparisonOf(inputOf([a])).policies[0]?.loadPerSecond).toEqual([2, 2, 2.5, 0.5]);
  });

  test('says whether the precision that was asked for is reached', () => {
    // 100 ± 1 in turn over 20 seeds: standard deviation √(20/19), half-width 2.093·√(1/19) = 0.48, 0.48 % of 100.
    const a = policyWith('a', 20, (seed) => ({ attemptsPerReading: 100 + (seed % 2 === 0 ? 1 : -1) }));
    const reached = (precision: number | null) => comparisonOf(inputOf([a], { precision })).precision;
    expect([reached(null), reached(0.0049), reached(0.0047)]).toEqual([
      null,
      { asked: 0.0049, reached: true },
      { asked: 0.0047, reached: false },
    ]);
  });

  test('says what it was made of', () => {
    const sweep = { setting: 'devices', value: '50' };
    const a = policyWith('a', 12, () => ({}), { meanTotalDelayMs: null, retriesMax: null, delayFactor: 2 });
    expect(comparisonOf(inputOf([a], { sweep, complete: false, normalized: true }))).toMatchObject({
      scenario: 'storm',
      devices: 20,
      transport: 'direct',
      baseline: 'a',
      normalized: true,
      primary: null,
      complete: false,
      sweep,
      policies: [{ policy: 'a', baseline: true, meanTotalDelayMs: null, retriesMax: null, delayFactor: 2 }],
      warnings: [],
    });
  });
});
