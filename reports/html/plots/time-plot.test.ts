import { expect, test } from 'vitest';
import { heightOf, roundTopOf, stacked, traceOf } from './time-plot.ts';

const SECOND = 1_000_000;

function axis(from: number, to: number) {
  return { startAt: from * SECOND, endAt: to * SECOND, shades: [], marks: [] };
}

test('an axis ends at a round number above what is seen of the numbers', () => {
  const bars = { at: [0, SECOND, 2 * SECOND, 3 * SECOND], widthUs: SECOND };
  const rows = [[3, 9, 45, 7]];
  expect(roundTopOf(bars, rows, axis(0, 4))).toBe(50);
  // Of the first two seconds alone.
  expect(roundTopOf(bars, rows, axis(0, 1.9))).toBe(10);
  expect(roundTopOf({ at: [], widthUs: SECOND }, [[]], axis(0, 4))).toBe(0);
});

test('of a line between two points that are not seen, both count', () => {
  const line = { at: [0, 10 * SECOND, 20 * SECOND], widthUs: null };
  expect(roundTopOf(line, [[1, 90, 5]], axis(2, 4))).toBe(100);
  expect(roundTopOf(line, [[1, 90, 5]], axis(20, 21))).toBe(100);
});

test('what is stacked stands upon what is stacked below it, and upon nothing else', () => {
  const trace = (shape: 'stack' | 'line', values: readonly number[]) =>
    traceOf(shape, '', '', values, String);
  expect(stacked([trace('stack', [1, 2]), trace('line', [7, 7]), trace('stack', [3, 4])])).toEqual([
    [1, 2],
    [7, 7],
    [4, 6],
  ]);
});

test('heights are even from 0, or by powers of ten from 1', () => {
  expect(heightOf(25, { kind: 'even', most: 100, rules: [] })).toBe(0.25);
  // 10 is the first of two powers; what is below 1 lies at the foot.
  expect(heightOf(10, { kind: 'decades', most: 100, rules: [] })).toBe(0.5);
  expect(heightOf(0, { kind: 'decades', most: 100, rules: [] })).toBe(0);
  expect(heightOf(0, { kind: 'even', most: 0, rules: [] })).toBe(0);
});
