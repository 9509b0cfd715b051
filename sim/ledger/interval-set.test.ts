import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IntervalSet } from './interval-set.ts';

describe('an interval set', () => {
  test('agrees with a Set on every add, every membership and the size', () => {
    const value = fc.integer({ min: -20, max: 60 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 200 }), (added) => {
        const intervals = new IntervalSet();
        const model = new Set<number>();
        for (const member of added) {
          expect(intervals.add(member)).toBe(!model.has(member));
          model.add(member);
        }
        expect(intervals.size).toBe(model.size);
        for (let probe = -22; probe <= 62; probe += 1) expect(intervals.has(probe)).toBe(model.has(probe));
        expect([...intervals.values()]).toEqual([...model].sort((a, b) => a - b));
      }),
    );
  });

  test('keeps as few runs as there are stretches of neighbours', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 80 }), { maxLength: 80 }), (added) => {
        const intervals = new IntervalSet();
        for (const member of added) intervals.add(member);
        const members = new Set(added);
        // A stretch begins at each member whose lower neighbour is missing.
        const stretches = added.filter((member) => !members.has(member - 1)).length;
        expect(intervals.runs).toBe(stretches);
        const runs = [...intervals.intervals()];
        for (const [first, last] of runs) expect(last).toBeGreaterThanOrEqual(first);
      }),
    );
  });

  test('holds 100,000 consecutive numbers in one run', () => {
    const intervals = new IntervalSet();
    for (let value = 0; value < 100_000; value += 1) intervals.add(value);
    expect(intervals.runs).toBe(1);
    expect(intervals.size).toBe(100_000);
  });

  test('takes sequence ids up to 2^53 - 1', () => {
    const intervals = new IntervalSet();
    expect(intervals.add(Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(intervals.add(Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(intervals.add(Number.MAX_SAFE_INTEGER - 1)).toBe(true);
    expect([...intervals.intervals()]).toEqual([[Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER]]);
  });
});
