import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnevenTime } from './uneven-time.ts';

test('quiet that is long takes 2 % of the time that there is, and the rest its share', () => {
  // Busy for 10 of 1,000, then quiet for 980, then busy for 10: 10 + 20 + 10 of 40.
  const time = new UnevenTime(1000, [
    { from: 990, to: 1000 },
    { from: 0, to: 10 },
  ]);
  expect([0, 10, 500, 990, 1000].map((at) => time.placeOf(at))).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(time.shortened).toMatchObject([{ from: 10, to: 990, start: 0.25, end: 0.75 }]);
});

test('even time is even', () => {
  const time = new UnevenTime(1000, null);
  expect(time.placeOf(250)).toBe(0.25);
  expect(time.timeAt(0.75)).toBe(750);
  expect(time.shortened).toEqual([]);
});

test('order stays, and each place leads back to its instant', () => {
  const stretch = fc.tuple(fc.nat(10_000), fc.nat(500)).map(([from, long]) => ({ from, to: from + long }));
  fc.assert(
    fc.property(fc.array(stretch), fc.nat(10_000), fc.nat(10_000), (busy, one, other) => {
      const time = new UnevenTime(10_500, busy);
      const [first, second] = [Math.min(one, other), Math.max(one, other)];
      expect(time.placeOf(first)).toBeLessThanOrEqual(time.placeOf(second));
      expect(time.timeAt(time.placeOf(one))).toBeCloseTo(one, 5);
    }),
  );
});
