import { describe, expect, test } from 'vitest';
import { pairedT } from './paired-t.ts';
import type { Pair, PairedTest } from './paired-t.ts';
import {
  exponentialSample,
  lognormalSample,
  normalSample,
  roundedSample,
  twoLevelSample,
} from './testing/samples.ts';

type Sampler = (sample: number, count: number) => readonly number[];

const SAMPLES = 800;
const SEEDS_MOST = 20;

/** Many times the values of two policies that are the same, on twenty seeds each. */
function samplesOf(sampler: Sampler): readonly (readonly Pair[])[] {
  return Array.from({ length: SAMPLES }, (_, index) => {
    const both = sampler(index, 2 * SEEDS_MOST);
    const others = both.slice(SEEDS_MOST);
    return others.map((other, seed): Pair => [both[seed] ?? Number.NaN, other]);
  });
}

function shareOf<T>(all: readonly T[], is: (one: T) => boolean): number {
  return all.filter(is).length / all.length;
}

function leavesOutZero({ low, high }: PairedTest): boolean {
  return low !== null && high !== null && (low > 0 || high < 0);
}

/** Four standard errors of a share of 5 % among 800: 4·√(0.05·0.95/800) = 0.0308. */
const TOLERANCE = 0.0308;

describe.for<readonly [string, Sampler]>([
  ['normal', normalSample],
  ['lognormal', lognormalSample],
  ['exponential', exponentialSample],
  ['rounded', roundedSample],
  ['two-level', twoLevelSample],
  ['constant', (_, count) => Array.from({ length: count }, () => 3)],
])('differences of %s values that are distributed alike', ([name, sampler]) => {
  const samples = samplesOf(sampler);

  test.for([2, 3, 5, 10, 20])(
    'over %d seeds: intervals cover and p-values are no smaller than chance',
    (n) => {
      const tests = samples.map((pairs) => pairedT(pairs.slice(0, n)));
      const given = tests.filter(({ low }) => low !== null);
      if (n < 3 || (name === 'constant' && n < 6)) expect(given).toEqual([]);
      else {
        // Of rounded values some samples have no spread, and of those with one no more than these are left.
        const tolerance = TOLERANCE * Math.sqrt(SAMPLES / given.length);
        expect(shareOf(given, leavesOutZero)).toBeLessThan(0.05 + tolerance);
        // By t exactly of normal values; the others cover more.
        if (name === 'normal') expect(shareOf(given, leavesOutZero)).toBeGreaterThan(0.05 - tolerance);
      }
      const isFalse = ({ pValue }: PairedTest): boolean => pValue !== null && pValue < 0.05;
      expect(shareOf(tests, isFalse)).toBeLessThan(0.05 + TOLERANCE);
      // Where there is an interval, it and the p-value say the same.
      expect(given.filter((one) => isFalse(one) !== leavesOutZero(one))).toEqual([]);
    },
  );
});

test('a difference that is there is found: two standard deviations with five seeds, mostly', () => {
  // Differences of N(2, 2): noncentrality 2·√5/√2 = 3.16 with 4 degrees of freedom has a power of 0.68.
  const tests = samplesOf(normalSample).map((pairs) =>
    pairedT(pairs.slice(0, 5).map(([value, other]) => [value + 2, other])),
  );
  // Four standard errors: 4·√(0.68·0.32/800) = 0.066.
  expect(Math.abs(shareOf(tests, ({ pValue }) => (pValue ?? 1) < 0.05) - 0.68)).toBeLessThan(0.066);
});

test('differences that are equal but for rounding are decided by sign test', () => {
  // The third difference is not 0.2 to the last bit.
  const pairs = [
    [0.3, 0.1],
    [0.5, 0.3],
    [1000.2, 1000],
  ] as const;
  expect(pairedT(pairs)).toMatchObject({ n: 3, low: null, pValue: 0.25, method: 'sign-test' });
});

test('differences that lie close together are no proof: no p-value is below 2·4^(−n)', () => {
  const close = [
    [5, 0],
    [5.0001, 0],
    [4.9999, 0],
  ] as const;
  const { low, pValue, method } = pairedT(close);
  expect([pValue, method]).toEqual([2 / 64, 'student-t']);
  // t of 2 degrees of freedom reaches 4.303 standard errors of 0.0001/√3: the interval is narrow, and p agrees with it.
  expect(low).toBeCloseTo(5 - 4.303 * (0.0001 / Math.sqrt(3)), 6);
});
