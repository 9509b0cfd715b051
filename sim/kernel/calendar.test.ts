import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Calendar } from './calendar.ts';

/** Runs all that is left, as [time, what ran]. */
function drain(calendar: Calendar, ran: number[]): [number, number][] {
  const left: [number, number][] = [];
  for (let atUs = calendar.nextUs(); atUs !== Infinity; atUs = calendar.nextUs()) {
    calendar.pop()?.();
    left.push([atUs, ran.at(-1) ?? -1]);
  }
  return left;
}

/** By time, then by insertion. */
function inOrder(times: readonly number[], kept: (index: number) => boolean): [number, number][] {
  return times
    .map((atUs, index): [number, number] => [atUs, index])
    .filter(([, index]) => kept(index))
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

test('entries leave in the order of time, and of insertion at equal times', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 }), (times) => {
      const calendar = new Calendar();
      const ran: number[] = [];
      times.forEach((atUs, index) => calendar.push(atUs, () => void ran.push(index)));
      expect(calendar.size).toBe(times.length);
      expect(drain(calendar, ran)).toEqual(inOrder(times, () => true));
    }),
  );
});

test('a cancelled entry never leaves, and the others keep their order', () => {
  const step = fc.record({ atUs: fc.integer({ min: 0, max: 50 }), cancel: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1_000, size: 'max' }), (steps) => {
      const calendar = new Calendar();
      const ran: number[] = [];
      const ids = steps.map(({ atUs }, index) => calendar.push(atUs, () => void ran.push(index)));
      steps.forEach(({ cancel }, index) => {
        if (cancel) expect(calendar.cancel(ids[index] ?? -1)).toBe(true);
      });
      const kept = inOrder(
        steps.map(({ atUs }) => atUs),
        (index) => steps[index]?.cancel === false,
      );
      expect(calendar.size).toBe(kept.length);
      expect(drain(calendar, ran)).toEqual(kept);
    }),
    { numRuns: 50 },
  );
});

test('pushes and pops that alternate keep the order too', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 30 })), { maxLength: 300 }), (steps) => {
      const calendar = new Calendar();
      const waiting: [number, number][] = [];
      const ran: number[] = [];
      steps.forEach((atUs, index) => {
        if (atUs !== null) {
          calendar.push(atUs, () => void ran.push(index));
          waiting.push([atUs, index]);
          return;
        }
        waiting.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        const expected = waiting.shift();
        const before = ran.length;
        calendar.pop()?.();
        expect(ran.slice(before)).toEqual(expected === undefined ? [] : [expected[1]]);
      });
    }),
  );
});

test('cancelling twice, or after the entry has left, changes nothing', () => {
  const calendar = new Calendar();
  const nothing = (): void => {};
  const first = calendar.push(1, nothing);
  const second = calendar.push(2, nothing);
  calendar.pop();
  expect(calendar.cancel(first)).toBe(false);
  expect(calendar.cancel(second)).toBe(true);
  expect(calendar.cancel(second)).toBe(false);
  expect(calendar.size).toBe(0);
  expect(calendar.pop()).toBeUndefined();
  expect(calendar.nextUs()).toBe(Infinity);
});

test('an id of an entry that has left does not name the entry that has its place now', () => {
  const calendar = new Calendar();
  const old = calendar.push(1, () => {});
  calendar.pop();
  const current = calendar.push(2, () => {});
  expect(current).not.toBe(old);
  expect(calendar.cancel(old)).toBe(false);
  expect(calendar.size).toBe(1);
});
