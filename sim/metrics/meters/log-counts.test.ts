import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOfBucket, LogCounts } from './log-counts.ts';

function countsOf(...values: readonly number[]): readonly number[] {
  const counts = new LogCounts();
  for (const value of values) counts.add(value);
  return counts.conclude();
}

test('small values have a bucket of their own, and above 32 a doubling has sixteen', () => {
  expect(countsOf(0, 2, 2)).toEqual([1, 0, 2]);
  // From 32 on a bucket holds two: 32 and 33 the first of them, 34 the next.
  expect(countsOf(32, 33, 34).slice(32)).toEqual([2, 1]);
  expect([endOfBucket(31), endOfBucket(32), endOfBucket(47), endOfBucket(48)]).toEqual([32, 34, 64, 68]);
});

test('each value lies below the end of its bucket, and not below the end of the one before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), (value) => {
      const index = countsOf(value).length - 1;
      expect(value).toBeLessThan(endOfBucket(index));
      if (index > 0) expect(value).toBeGreaterThanOrEqual(endOfBucket(index - 1));
      // At most a sixteenth wider than where it begins.
      expect(endOfBucket(index)).toBeLessThanOrEqual(Math.max(1, value) * 1.0625 + 1);
    }),
  );
});
