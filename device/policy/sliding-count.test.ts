import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SlidingCount } from './sliding-count.ts';

test('what is older than the window is forgotten, a slice at a time', () => {
  const count = new SlidingCount({ windowMs: 10_000, slices: 10 });
  count.add(0);
  count.add(999);
  count.add(5_000);
  expect(count.at(9_999)).toBe(3);
  expect(count.at(10_000)).toBe(1);
  expect(count.at(14_999)).toBe(1);
  expect(count.at(15_000)).toBe(0);
  expect(count.at(1e9)).toBe(0);
});

test('counts at any time what a list of all instants would', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 200 });
  fc.assert(
    fc.property(gaps, (gapsMs) => {
      const count = new SlidingCount({ windowMs: 10_000, slices: 10 });
      const seconds: number[] = [];
      let nowMs = 0;
      for (const gapMs of gapsMs) {
        nowMs += gapMs;
        count.add(nowMs);
        seconds.push(Math.floor(nowMs / 1_000));
        const oldest = Math.floor(nowMs / 1_000) - 9;
        expect(count.at(nowMs)).toBe(seconds.filter((second) => second >= oldest).length);
      }
    }),
  );
});
