import type { AcknowledgedWithin } from '../../sim/explore/acknowledged-within.ts';
import type {
  Comparison,
  Estimate,
  MeasureOfPolicy,
  PairedDifference,
  PolicyOfComparison,
} from '../../sim/explore/comparison.ts';
import type { ComparedMetricName } from '../../sim/metrics/metrics.ts';

const SEEDS = Array.from({ length: 200 }, (_, index) => String(index + 1));

/** An interval of so much on both sides. */
export function estimate(value: number, half: number, n = SEEDS.length): Estimate {
  return { n, value, low: value - half, high: value + half, method: 'student-t' };
}

/** By bootstrap: the interval reaches further up than down. */
export function skewed(value: number, low: number, high: number, n = SEEDS.length): Estimate {
  return { n, value, low, high, method: 'bootstrap' };
}

/** What could be seen in no run. */
export const UNOBSERVED: Estimate = { n: 0, value: null, low: null, high: null, method: 'student-t' };

export function difference(value: number, half: number, pAdjusted: number): PairedDifference {
  return {
    ...estimate(value, half),
    pValue: pAdjusted / 2,
    pAdjusted,
    significant: pAdjusted < 0.05,
  };
}

type Row = readonly [ComparedMetricName, Estimate, PairedDifference | null, best?: 'best'];

function measures(rows: readonly Row[]): readonly MeasureOfPolicy[] {
  return rows.map(([metric, of, against, best]) => ({
    metric,
    exploratory: false,
    estimate: of,
    difference: against,
    best: best === 'best',
  }));
}

const ALL_PASSED = {
  passed: 200,
  violated: 0,
  stalled: 0,
  'limit-hit': 0,
  crashed: 0,
  inconclusive: 0,
  unsupported: 0,
};

/** Requests per second: 7 before the outage, `during` in it, then falling from `after` to 7. */
function load(during: number, after: number): readonly number[] {
  return Array.from({ length: 300 }, (_, second) => {
    if (second < 60) return 7;
    return second < 120 ? during : 7 + (after - 7) * Math.exp(-(second - 120) / 20);
  });
}

/** So many at once, and the rest by doublings of a second, until `last` are through. */
function within(first: number, last: number): readonly AcknowledgedWithin[] {
  return [
    { withinMs: 112.64, share: first },
    ...[1, 2, 3, 4, 5].map((step) => ({
      withinMs: 1000 * 2 ** step,
      share: first + ((last - first) * step) / 5,
    })),
  ];
}

const EXPONENTIAL: PolicyOfComparison = {
  policy: 'exponential-jitter',
  baseline: true,
  meanTotalDelayMs: 31_000,
  retriesMax: 5,
  delayFactor: 1,
  outcomes: ALL_PASSED,
  firstFailure: null,
  failureProbabilityBelow: 0.015,
  measures: measures([
    ['delivered', estimate(0.9732, 0.0041), null],
    ['deliveredWithin60s', estimate(0.9655, 0.0044), null, 'best'],
    ['gaveUp', estimate(0.0268, 0.0041), null],
    ['falseFailures', estimate(1.42, 0.17), null],
    ['fairness', estimate(0.9612, 0.0031), null],
    ['attemptsPerReading', estimate(1.6142, 0.0123), null],
    ['outageLoad', estimate(24.61, 0.42), null],
    ['peakRequestsPerSecond', skewed(34.2, 33.1, 35.9), null, 'best'],
    ['peakRequestsPer100ms', skewed(9.13, 8.8, 9.6), null, 'best'],
    ['latencyP50', skewed(101.2, 100.8, 101.6), null],
    ['latencyP99', skewed(21_840, 20_910, 23_120), null],
    ['latencyMax', skewed(44_120, 42_310, 46_830), null],
    ['recoveryTime', estimate(18_230, 1240), null],
    ['drainTime', estimate(12_204, 410), null],
  ]),
  loadPerSecond: load(25, 34),
  acknowledgedWithin: within(0.7, 0.9732),
};

const FULL: PolicyOfComparison = {
  policy: 'full-jitter',
  baseline: false,
  meanTotalDelayMs: 15_500,
  retriesMax: 5,
  delayFactor: 1,
  outcomes: { ...ALL_PASSED, passed: 197, violated: 2, stalled: 1 },
  firstFailure: {
    seed: '17',
    why: 'drains-after-heal: 3 readings of device-04 were still open 2m after the last fault',
  },
  failureProbabilityBelow: null,
  measures: measures([
    ['delivered', estimate(0.9122, 0.0062), difference(-0.061, 0.0051, 0.0001)],
    ['deliveredWithin60s', estimate(0.9101, 0.0063), difference(-0.0554, 0.0049, 0.0001)],
    ['gaveUp', estimate(0.0878, 0.0062), difference(0.061, 0.0051, 0.0001)],
    ['falseFailures', estimate(1.61, 0.2), difference(0.19, 0.21, 0.231)],
    ['fairness', estimate(0.9604, 0.0033), difference(-0.0008, 0.0021, 0.87)],
    ['attemptsPerReading', estimate(1.7911, 0.0141), difference(0.1769, 0.0092, 0.0001)],
    ['outageLoad', estimate(31.9, 0.51), difference(7.29, 0.31, 0.0001)],
    ['peakRequestsPerSecond', skewed(41.7, 40.2, 44.1), difference(7.5, 1.8, 0.0003)],
    ['peakRequestsPer100ms', skewed(11.2, 10.7, 12), difference(2.07, 0.5, 0.0004)],
    ['latencyP50', skewed(101.1, 100.7, 101.5), difference(-0.1, 0.2, 0.41)],
    ['latencyP99', skewed(15_920, 15_310, 16_730), difference(-5920, 1010, 0.0001), 'best'],
    ['latencyMax', skewed(28_460, 27_020, 30_190), difference(-15_660, 2200, 0.0001), 'best'],
    ['recoveryTime', estimate(11_410, 930, 183), difference(-6820, 1100, 0.0001), 'best'],
    ['drainTime', estimate(8120, 350), difference(-4084, 390, 0.0001), 'best'],
  ]),
  loadPerSecond: load(32, 42),
  acknowledgedWithin: within(0.68, 0.9122),
};

const STORE_AND_FORWARD: PolicyOfComparison = {
  policy: 'store-and-forward',
  baseline: false,
  meanTotalDelayMs: null,
  retriesMax: null,
  delayFactor: 1,
  outcomes: ALL_PASSED,
  firstFailure: null,
  failureProbabilityBelow: 0.015,
  measures: measures([
    ['delivered', estimate(1, 0), difference(0.0268, 0.0041, 0.0001), 'best'],
    ['deliveredWithin60s', estimate(0.9011, 0.0071), difference(-0.0644, 0.0062, 0.0001)],
    ['gaveUp', estimate(0, 0), difference(-0.0268, 0.0041, 0.0001), 'best'],
    ['falseFailures', UNOBSERVED, { ...UNOBSERVED, pValue: null, pAdjusted: null, significant: false }],
    ['fairness', estimate(0.9588, 0.0042), difference(-0.0024, 0.0031, 0.261)],
    ['attemptsPerReading', estimate(1.1021, 0.0034), difference(-0.5121, 0.0111, 0.0001), 'best'],
    ['outageLoad', estimate(3.11, 0.14), difference(-21.5, 0.38, 0.0001), 'best'],
    ['peakRequestsPerSecond', skewed(58.4, 55.1, 63.9), difference(24.2, 3.1, 0.0001)],
    ['peakRequestsPer100ms', skewed(14.6, 13.9, 15.8), difference(5.47, 0.8, 0.0001)],
    ['latencyP50', skewed(104.9, 104.1, 105.8), difference(3.7, 0.7, 0.0001)],
    ['latencyP99', skewed(69_210, 66_480, 73_110), difference(47_370, 3100, 0.0001)],
    ['latencyMax', skewed(81_430, 78_010, 86_120), difference(37_310, 3900, 0.0001)],
    ['recoveryTime', estimate(41_020, 2110), difference(22_790, 2200, 0.0001)],
    ['drainTime', estimate(39_870, 1980), difference(27_666, 2010, 0.0001)],
  ]),
  loadPerSecond: load(3, 58),
  acknowledgedWithin: within(0.72, 1),
};

/** Three policies under `storm`: one that is the baseline, one with failed runs, one that never gives up. */
export const EXAMPLE_COMPARISON: Comparison = {
  scenario: 'storm',
  devices: 20,
  transport: 'direct',
  seeds: SEEDS,
  baseline: 'exponential-jitter',
  normalized: false,
  primary: null,
  precision: null,
  measured: {
    fromMs: 0,
    untilMs: 300_000,
    end: 'whole',
    horizonMs: 61_000,
    readings: 1_200_000,
    of: 1_200_000,
    withoutLongest: [],
  },
  complete: true,
  policies: [EXPONENTIAL, FULL, STORE_AND_FORWARD],
  warnings: [
    'full-jitter waits 15.5s in all, exponential-jitter 31s: a part of its lower latency is that it waits less. Compare at equal waiting with --normalize.',
  ],
  sweep: null,
};

/** The example asked about one metric, so that the others have no marks and p-values of their own. */
export const PRIMARY_COMPARISON: Comparison = {
  ...EXAMPLE_COMPARISON,
  primary: 'latencyP50',
  policies: EXAMPLE_COMPARISON.policies.map((policy) => ({
    ...policy,
    measures: policy.measures.map((measure) => {
      if (measure.metric === 'latencyP50') return measure;
      const { difference: of } = measure;
      const unmarked = of === null ? null : { ...of, pAdjusted: null, significant: false };
      return { ...measure, exploratory: true, best: false, difference: unmarked };
    }),
  })),
};

/** Seventeen policies, the most there are, some by the paths of their files. */
export const CROWDED_COMPARISON: Comparison = {
  ...EXAMPLE_COMPARISON,
  policies: [
    'exponential-jitter', 'none', 'immediate', 'fixed', 'linear', 'exponential', 'equal-jitter', 'full-jitter',
    'decorrelated-jitter', 'polly-v2', 'grpc', 'aws-standard', 'retry-after', 'adaptive-throttle',
    './experiments/2026/backoff/policies/candidates/gentle-restart.ts',
    './experiments/2026/backoff/policies/accepted/gentle-restart.ts',
    'x'.repeat(64),
  ].map((policy, index): PolicyOfComparison => ({
    ...([EXPONENTIAL, FULL, STORE_AND_FORWARD][index % 3] ?? EXPONENTIAL),
    policy,
    baseline: index === 0,
  })),
}; // oxfmt-ignore

const SWEPT_FACTORS: ReadonlyMap<string, readonly number[]> = new Map([
  ['attemptsPerReading', [1, 1.1, 1.3]],
  ['drainTime', [1, 2, 3]],
]);

/** The example at three numbers of devices; attempts and times grow with them. */
export const EXAMPLE_SWEEP: readonly Comparison[] = [10, 20, 50].map((devices, step) => ({
  ...EXAMPLE_COMPARISON,
  devices,
  sweep: { setting: 'devices', value: String(devices) },
  policies: EXAMPLE_COMPARISON.policies.map((policy) => ({
    ...policy,
    measures: policy.measures.map((measure) => ({
      ...measure,
      estimate: scaled(measure.estimate, SWEPT_FACTORS.get(measure.metric)?.[step] ?? 1),
    })),
  })),
}));

function scaled(of: Estimate, factor: number): Estimate {
  const times = (value: number | null): number | null => (value === null ? null : value * factor);
  return { ...of, value: times(of.value), low: times(of.low), high: times(of.high) };
}
