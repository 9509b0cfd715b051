import { expect, test } from 'vitest';
import { cellOf, cells } from './cells.ts';

const { codec } = cells('Who');

test.for([
  ['none', null],
  ['fleet', 'fleet'],
  ['group', 'group'],
  [3, 3],
] as const)('%s is read, and written so again', ([said, value]) => {
  expect(codec.parse(said)).toBe(value);
  expect(codec.encode(value)).toBe(said);
});

test.for([1, 0, -2, 2.5, 'flet', true, null, { first: 2 }])('%j is refused with what is allowed', (said) => {
  const { error } = codec.safeParse(said);
  expect(error?.issues[0]?.message).toBe('none, fleet, group, or how many neighbours at a time, from 2');
});

test('neighbours are those whose places follow each other', () => {
  expect([0, 1, 2, 3, 4].map((index) => cellOf(2, { deviceIndex: index, group: null }))).toEqual([
    'cell-0',
    'cell-0',
    'cell-1',
    'cell-1',
    'cell-2',
  ]);
  expect([0, 4].map((index) => cellOf('fleet', { deviceIndex: index, group: null }))).toEqual([
    'fleet',
    'fleet',
  ]);
  expect(cellOf('group', { deviceIndex: 7, group: 'far' })).toBe('group-far');
  expect(cellOf(null, { deviceIndex: 0, group: 'far' })).toBeNull();
});
