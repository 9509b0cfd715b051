import { describe, expect, test } from 'vitest';
import { METRICS } from '../metrics/index.ts';
import type { MetricName } from '../metrics/index.ts';
import { parseComparison } from '../scenario/comparison.ts';
import { compares } from './expectations.ts';
import { ruleOn } from './judge-bound.ts';
import type { SizeChange } from './size-change.ts';

const SIZES = {
  'as written': { kind: 'none' },
  smaller: { kind: 'smaller', why: 'the run was shortened' },
  longer: { kind: 'longer', why: 'the run was lengthened' },
  other: { kind: 'other', why: 'the size of the run was changed' },
} as const satisfies Readonly<Record<string, SizeChange>>;

interface Found {
  readonly metric: MetricName;
  readonly bound: string;
  readonly value: number | null;
  readonly readings?: number;
  readonly steady?: boolean;
}

function ruled({ metric, bound, value, readings = 100, steady = false }: Found, size: keyof typeof SIZES) {
  const parsed = parseComparison(bound, METRICS[metric].unit);
  if (!parsed.ok) throw new Error(`${bound} is no bound on ${metric}`);
  const met = value !== null && compares(value, parsed.value.comparison, parsed.value.value);
  return ruleOn({ bound: { metric, ...parsed.value }, value, met, readings, steady }, SIZES[size]);
}

describe('in a run of the size that it was written for', () => {
  test.for([
    ['timeouts', '>= 80', 80, 'met'],
    ['timeouts', '>= 80', 79, 'not-met'],
    ['delivered', '>= 80%', 0.799, 'not-met'],
    ['stored', '= 1000', null, 'not-met'],
  ] as const)('%s %s, with %s, is %s', ([metric, bound, value, verdict]) => {
    expect(ruled({ metric, bound, value }, 'as written').verdict).toBe(verdict);
  });
});

/** Metric, bound and value; then what becomes of it in a smaller run, in a longer one, and in one of a greater load. */
type Row = readonly [MetricName, string, number | null, string, string, string];

const EXTREMES: readonly Row[] = [
  ['lost', '= 0', 0, 'met', 'met', 'met'],
  ['lost', '= 0', 1, 'not-met', 'not-met', 'not-judged'],
  ['lost', '< 1', 1, 'not-met', 'not-met', 'not-judged'],
  ['delivered', '>= 100%', 0.99, 'not-met', 'not-met', 'not-judged'],
  ['stored', '= generated', 0.99, 'not-met', 'not-met', 'not-judged'],
  ['attemptsPerReading', '= 1', 1.01, 'not-met', 'not-met', 'not-judged'],
  ['delivered', '>= 100%', null, 'not-met', 'not-met', 'not-met'],
];

const ONCE: readonly Row[] = [
  ['timeouts', '>= 1', 3, 'met', 'met', 'met'],
  ['timeouts', '> 0', 0, 'not-judged', 'not-met', 'not-judged'],
];

const AMOUNTS: readonly Row[] = [
  // More readings can only have more of it.
  ['timeouts', '>= 80', 90, 'met', 'not-judged', 'not-judged'],
  ['timeouts', '>= 80', 20, 'not-judged', 'not-judged', 'not-judged'],
  ['timeouts', '<= 80', 20, 'not-judged', 'met', 'not-judged'],
  ['timeouts', '<= 80', 90, 'not-judged', 'not-judged', 'not-judged'],
  ['stored', '= 1000', 1000, 'not-judged', 'not-judged', 'not-judged'],
  ['stored', '= 1000', 200, 'not-judged', 'not-judged', 'not-judged'],
  ['outboxPeak', '= 10', 3, 'not-judged', 'not-judged', 'not-judged'],
  ['peakRequestsPerSecond', '>= 1000', 1200, 'met', 'not-judged', 'not-judged'],
  ['recoveryTime', '<= 10s', 1_000, 'not-judged', 'not-judged', 'not-judged'],
  ['recoveryTime', '<= 10s', null, 'not-judged', 'not-judged', 'not-judged'],
];

const STATISTICS: readonly Row[] = [
  ['latencyP50', '<= 2s', 1_000, 'met', 'met', 'met'],
  ['latencyP50', '<= 2s', 3_000, 'not-judged', 'not-judged', 'not-judged'],
  ['attemptsPerReading', '<= 1.5', 1.6, 'not-judged', 'not-judged', 'not-judged'],
  ['timeouts', '>= 8% of generated', 0.01, 'not-judged', 'not-judged', 'not-judged'],
  // The longest of fewer can only be shorter.
  ['latencyMax', '<= 10s', 11_000, 'not-met', 'not-judged', 'not-judged'],
  ['latencyMax', '<= 10s', 9_000, 'met', 'met', 'met'],
];

const SHARES: readonly Row[] = [
  ['delivered', '>= 80%', 0.85, 'met', 'met', 'met'],
  // ln 30,000 / 3 + √((ln 30,000 / 3)² + 2 · ln 30,000 · 100 · 0.8 · 0.2) = 21.9 of 100 readings.
  ['delivered', '>= 80%', 0.59, 'not-judged', 'not-judged', 'not-judged'],
  ['delivered', '>= 80%', 0.57, 'not-met', 'not-judged', 'not-judged'],
  ['exhausted', '<= 20% of generated', 0.43, 'not-met', 'not-judged', 'not-judged'],
  ['exhausted', '<= 20% of generated', 0.41, 'not-judged', 'not-judged', 'not-judged'],
  // Harm that must show: shorter faults may do none.
  ['delivered', '<= 20%', 1, 'not-judged', 'not-judged', 'not-judged'],
  ['exhausted', '>= 80% of generated', 0, 'not-judged', 'not-judged', 'not-judged'],
];

describe('in a run of another size', () => {
  test.for([...EXTREMES, ...ONCE, ...AMOUNTS, ...STATISTICS, ...SHARES])(
    '%s %s, with %s, is %s in a smaller run, %s in a longer one and %s under another load',
    ([metric, bound, value, ...wanted]) => {
      const verdicts = (['smaller', 'longer', 'other'] as const).map(
        (size) => ruled({ metric, bound, value }, size).verdict,
      );
      expect(verdicts).toEqual(wanted);
    },
  );

  test('a share of more of the same is judged as it is', () => {
    const missed = { metric: 'delivered', bound: '>= 80%', value: 0.79, steady: true } as const;
    expect(ruled(missed, 'longer').verdict).toBe('not-met');
  });

  test('what is not judged says why', () => {
    expect(ruled({ metric: 'stored', bound: '= 1000', value: 200 }, 'smaller').why).toBe(
      'the run was shortened',
    );
    expect(ruled({ metric: 'delivered', bound: '>= 80%', value: 0.79 }, 'smaller').why).toBe(
      '100 readings are too few to tell',
    );
    expect(ruled({ metric: 'delivered', bound: '>= 80%', value: null, readings: 0 }, 'smaller').why).toBe(
      'the run was shortened',
    );
  });
});
