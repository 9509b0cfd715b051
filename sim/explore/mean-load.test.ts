import { expect, test } from 'vitest';
import { meanLoadPerSecond } from './mean-load.ts';

test('the mean load is taken over all runs, also over those that had ended', () => {
  expect(meanLoadPerSecond([[4], [0, 3], [2, 0, 9]])).toEqual([2, 1, 3]);
});

test('no runs have no load', () => {
  expect(meanLoadPerSecond([])).toEqual([]);
});
