import { describe, expect, test } from 'vitest';
import { bootstrapMean, Resamples } from './bootstrap.ts';
import { studentTMean } from './student-t.ts';
import { exponentialSample, normalSample } from './testing/samples.ts';

const resamples = new Resamples();

function widthOf({ low, high }: { readonly low: number | null; readonly high: number | null }): number {
  return (high ?? Number.NaN) - (low ?? Number.NaN);
}

describe('the resamples', () => {
  test('draw every replication about equally often', () => {
    // 2,000 resamples of 50: each index 2,000 times, standard deviation √(100,000·0.02·0.98) = 44.3; 4.5 of them.
    const times = Array.from({ length: 50 }, () => 0);
    for (const index of resamples.of(50)) times[index] = (times[index] ?? 0) + 1;
    expect(times).toHaveLength(50);
    for (const each of times) expect(Math.abs(each - 2000)).toBeLessThan(200);
  });

  test('are the same in every process', () => {
    expect(new Resamples().of(20)).toEqual(new Resamples().of(20));
  });
});

describe('the mean by bootstrap', () => {
  test('of three values reaches from the least to the greatest', () => {
    // One resample in 27 draws the first three times, as many the last; the expanded 2.5 % lies further out than that.
    expect(bootstrapMean([4, 7, 10], resamples)).toEqual({ n: 3, value: 7, low: 4, high: 10 });
  });

  test('has no interval of fewer than three values, and none of a few equal ones', () => {
    expect(bootstrapMean([], resamples)).toMatchObject({ n: 0, value: null, low: null });
    expect(bootstrapMean([3, 4], resamples)).toMatchObject({ n: 2, value: 3.5, low: null });
    expect(bootstrapMean([0.1, 0.1, 0.1], resamples)).toMatchObject({ value: 0.1, low: null, high: null });
    expect(bootstrapMean(Array(6).fill(0.1), resamples)).toMatchObject({ value: 0.1, low: 0.1, high: 0.1 });
  });

  test('moves and grows with its values', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const { low, high } = bootstrapMean(values, resamples);
    const moved = bootstrapMean(
      values.map((value) => 16 * value + 64),
      resamples,
    );
    // Powers of two and whole numbers: no rounding.
    expect([moved.low, moved.high]).toEqual([16 * (low ?? 0) + 64, 16 * (high ?? 0) + 64]);
  });

  test('of normal values is as wide as that by Student, also of few', () => {
    // On average: one interval varies by the chance of its 2,000 resamples, in the tails by some per cent.
    for (const count of [10, 40]) {
      let ratio = 0;
      for (let sample = 0; sample < 100; sample += 1) {
        const values = normalSample(sample, count);
        ratio += widthOf(bootstrapMean(values, resamples)) / widthOf(studentTMean(values)) / 100;
      }
      expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
    }
  });

  test('of skewed values reaches further to the side of the long tail', () => {
    let farther = 0;
    for (let sample = 0; sample < 100; sample += 1) {
      const { value, low, high } = bootstrapMean(exponentialSample(sample, 30), resamples);
      if (value !== null && low !== null && high !== null && high - value > value - low) farther += 1;
    }
    expect(farther).toBeGreaterThan(80);
  });

  test('covers the true mean of normal values in 95 % of all samples', () => {
    // 1,000 samples: four standard errors are 4·√(0.95·0.05/1000) = 0.0276.
    let covered = 0;
    for (let sample = 0; sample < 1000; sample += 1) {
      const { low, high } = bootstrapMean(normalSample(sample, 20, 3), resamples);
      if (low !== null && high !== null && low <= 3 && high >= 3) covered += 1;
    }
    expect(Math.abs(covered / 1000 - 0.95)).toBeLessThan(0.0276);
  });

  test('is the same whichever sign the values are written with', () => {
    const values = normalSample(1, 15, 0.5);
    const negated = values.map((value) => -value);
    const [there, back] = [bootstrapMean(values, resamples), bootstrapMean(negated, resamples)];
    expect([-(back.high ?? 0), -(back.low ?? 0)]).toEqual([there.low, there.high]);
  });
});
