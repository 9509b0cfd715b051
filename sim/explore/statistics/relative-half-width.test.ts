import { expect, test } from 'vitest';
import { relativeHalfWidth } from './relative-half-width.ts';

test('a half-width is relative to the size of the estimate, whatever its sign', () => {
  expect(relativeHalfWidth({ value: 50, low: 48, high: 52 })).toBe(0.04);
  expect(relativeHalfWidth({ value: -50, low: -52, high: -48 })).toBe(0.04);
});

test('it takes half of a lopsided interval', () => {
  expect(relativeHalfWidth({ value: 10, low: 9, high: 13 })).toBe(0.2);
});

test('there is none without an interval, or around 0', () => {
  expect(relativeHalfWidth({ value: null, low: null, high: null })).toBeNull();
  expect(relativeHalfWidth({ value: 4, low: null, high: null })).toBeNull();
  expect(relativeHalfWidth({ value: 0, low: -1, high: 1 })).toBeNull();
});
