import { expect, test } from 'vitest';
import { isIn, mapTable, namesOf } from './table.ts';

const SIZES = { small: 1, large: 9 };

test('names what stands in it, in its order, and nothing that every object has', () => {
  expect(namesOf(SIZES)).toEqual(['small', 'large']);
  expect([isIn(SIZES, 'large'), isIn(SIZES, 'toString')]).toEqual([true, false]);
});

test('gives one value for each entry, in its order', () => {
  expect(Object.entries(mapTable(SIZES, (size, name) => `${name} ${size}`))).toEqual([
    ['small', 'small 1'],
    ['large', 'large 9'],
  ]);
});
