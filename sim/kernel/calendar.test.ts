import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Calendar } from './calendar.ts';

const nothing = (): void => {};

test('entries leave in the order of time, and of insertion at equal times', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (times) => {
      const calendar = new Calendar();
      for (const atUs of times) calendar.push(atUs, nothing);
      const left: [number, number][] = [];
      for (let entry = calendar.pop(); entry !== undefined; entry = calendar.pop()) {
        left.push([entry.atUs, entry.order]);
      }
      const expected = times.map((atUs, order): [number, number] => [atUs, order]);
      expected.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(left).toEqual(expected);
    }),
  );
});

test('a cancelled entry never leaves, and the others keep their order', () => {
  const step = fc.record({ atUs: fc.integer({ min: 0, max: 50 }), cancel: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const calendar = new Calendar();
      const entries = steps.map(({ atUs }) => calendar.push(atUs, nothing));
      const kept = entries.filter((_, index) => steps[index]?.cancel !== true);
      for (const entry of entries) {
        if (!kept.includes(entry)) expect(calendar.cancel(entry)).toBe(true);
      }
      kept.sort((a, b) => a.atUs - b.atUs || a.order - b.order);
      expect(calendar.size).toBe(kept.length);
      for (const entry of kept) expect(calendar.pop()).toBe(entry);
      expect(calendar.pop()).toBeUndefined();
    }),
  );
});

test('cancelling twice, or after the entry has left, changes nothing', () => {
  const calendar = new Calendar();
  const first = calendar.push(1, nothing);
  const second = calendar.push(2, nothing);
  expect(calendar.pop()).toBe(first);
  expect(calendar.cancel(first)).toBe(false);
  expect(calendar.cancel(second)).toBe(true);
  expect(calendar.cancel(second)).toBe(false);
  expect(calendar.size).toBe(0);
});
