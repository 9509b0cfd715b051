import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intervalsOf } from './intervals.ts';
import type { SweepItem } from './sweep-plan.ts';

function items(indexes: readonly number[], weight = (_index: number): number => 1): readonly SweepItem[] {
  return indexes.map((index) => ({ index, scenario: 'calm', seed: String(index), weight: weight(index) }));
}

const range = (length: number) => Array.from({ length }, (_, index) => index);

test('a large plan is handed out in few intervals of neighbours', () => {
  // 4000 equal runs in 400 parts: ten at a time.
  const intervals = intervalsOf(items(range(4_000)));
  expect(intervals).toHaveLength(400);
  expect(intervals[1]).toEqual({ from: 10, to: 19 });
});

test('a heavy run goes by itself', () => {
  // 401 of 801: more than a 400th by far, and two of the light ones are a 400th.
  const intervals = intervalsOf(items(range(401), (index) => (index === 200 ? 401 : 1)));
  expect(intervals).toContainEqual({ from: 200, to: 200 });
  expect(intervals).toContainEqual({ from: 198, to: 199 });
});

test('intervals are all that is open, each run once, and nothing that is done', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(300), { maxLength: 200 }), fc.nat(9), (indexes, heaviest) => {
      const open = indexes.toSorted((a, b) => a - b);
      const covered = intervalsOf(items(open, (index) => 1 + (index % (heaviest + 1)))).flatMap(
        ({ from, to }) => range(to - from + 1).map((offset) => from + offset),
      );
      expect(covered).toEqual(open);
    }),
  );
});
