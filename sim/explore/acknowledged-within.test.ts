import { expect, test } from 'vitest';
import { acknowledgedWithin } from './acknowledged-within.ts';

/** Counts by bucket: below 32 µs a bucket is one microsecond. */
function run(latencies: readonly number[], measured: number) {
  return { latencies, readings: { measured, all: measured } };
}

test('a seed weighs as much as another, and what is never acknowledged is never within', () => {
  // 2 of 4 took 1 µs, and 1 took 3; of the other seed 5 of 10 took 3 µs.
  const points = acknowledgedWithin([run([0, 2, 0, 1], 4), run([0, 0, 0, 5], 10)]);
  // Half of (2/4 + 0), then that and half of (1/4 + 5/10).
  expect(points).toEqual([
    { withinMs: 0.002, share: 0.25 },
    { withinMs: 0.004, share: 0.625 },
  ]);
});

test('a run in which nothing was measured says nothing, and of none there is no point', () => {
  expect(acknowledgedWithin([run([1], 1), run([], 0)])).toEqual([{ withinMs: 0.001, share: 1 }]);
  expect(acknowledgedWithin([])).toEqual([]);
});
