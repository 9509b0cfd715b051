import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SwingClock } from './swing.ts';

test('a clock and its inverse are one, and it never goes back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 1_000, max: 50_000 }),
      fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 2, maxLength: 20 }),
      (by, peakMs, periodMs, times) => {
        const clock = new SwingClock({ by, peakMs, periodMs });
        const sorted = times.toSorted((a, b) => a - b);
        const shown = sorted.map((ms) => clock.shownAt(ms));
        for (const [index, ms] of sorted.entries()) {
          // Where the load falls to nothing the clock all but stands, and its inverse is as steep.
          expect(Math.abs(clock.timeOf(shown[index] ?? 0) - ms)).toBeLessThan(0.01);
          expect(shown[index] ?? 0).toBeGreaterThanOrEqual((shown[index - 1] ?? 0) - 1e-6);
        }
      },
    ),
  );
});

test('a period brings as much as it would without a swing', () => {
  const clock = new SwingClock({ by: 0.7, peakMs: 12_345, periodMs: 60_000 });
  expect(clock.shownAt(60_000)).toBeCloseTo(60_000, 6);
  expect(clock.shownAt(180_000)).toBeCloseTo(180_000, 6);
});

test('the half around the peak brings as much more as the lines say', () => {
  // From a quarter before the peak to a quarter after it the rate is 1 + by/2 on average: 30 s bring 37.5 s.
  const clock = new SwingClock({ by: 0.5, peakMs: 15_000, periodMs: 60_000 });
  expect(clock.shownAt(30_000)).toBeCloseTo(37_500, 6);
});
