import { expect, test } from 'vitest';
import { lookOf } from './series-marks.ts';

test('no two of all policies that come with Petrel look alike', () => {
  // Seventeen: twice the eight colours with their dashes, and one more.
  const looks = Array.from({ length: 17 }, (_, index) => lookOf(index));
  expect(new Set(looks).size).toBe(17);
  expect(looks[0]).toBe('series series-0');
});
