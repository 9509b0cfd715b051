import { expect, test } from 'vitest';
import { estimateWithoutSpread } from './sign-test.ts';

test('fewer than three values have neither interval nor p-value, whatever they are', () => {
  const nothing = { low: null, high: null, pValue: null };
  expect(estimateWithoutSpread([])).toEqual({ n: 0, value: null, ...nothing });
  expect(estimateWithoutSpread([7])).toEqual({ n: 1, value: 7, ...nothing });
  expect(estimateWithoutSpread([7, 7])).toEqual({ n: 2, value: 7, ...nothing });
  expect(estimateWithoutSpread([7, 9])).toEqual({ n: 2, value: 8, ...nothing });
});

test.for<readonly [n: number, pValue: number, interval: number | null]>([
  // All of one sign: 2 of the 8 ways that three signs can fall, of 16, of 32; 1/32 of 64 is the first below 5 %.
  [3, 0.25, null],
  [4, 0.125, null],
  [5, 0.0625, null],
  [6, 0.03125, 0.1],
  [11, 1 / 1024, 0.1],
])('%d equal values have a p-value of %d', ([n, pValue, end]) => {
  // Three times 0.1 divided by three is not 0.1: the value stays what it is to the last bit.
  const values = Array.from({ length: n }, () => 0.1);
  expect(estimateWithoutSpread(values)).toEqual({ n, value: 0.1, low: end, high: end, pValue });
});

test('values that are all 0 speak for no sign', () => {
  expect(estimateWithoutSpread([0, 0, 0])).toEqual({ n: 3, value: 0, low: null, high: null, pValue: 1 });
  const six = [0, 0, 0, 0, 0, 0];
  expect(estimateWithoutSpread(six)).toEqual({ n: 6, value: 0, low: 0, high: 0, pValue: 1 });
});

test('a spread that comes from rounding is none', () => {
  // 0.3 − 0.1 and 0.5 − 0.3 differ in their last bits.
  const values = [0.3 - 0.1, 0.5 - 0.3, 0.2];
  expect(new Set(values).size).toBeGreaterThan(1);
  expect(estimateWithoutSpread(values, 1e-12)?.pValue).toBe(0.25);
  expect(estimateWithoutSpread([1e-17, -1e-17, 0], 1e-12)).toMatchObject({ value: 0, pValue: 1 });
});

test('of values with a spread nothing is known', () => {
  expect(estimateWithoutSpread([1, 1, 2])).toBeNull();
});
