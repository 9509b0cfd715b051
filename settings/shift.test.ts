import { expect, test } from 'vitest';
import { shift } from './shift.ts';

const offset = shift('How far', { maxMs: 86_400_000 });

test.for([
  ['10m', 600_000],
  ['-10m', -600_000],
  ['-1.5s', -1_500],
  ['0s', 0],
  ['-1d', -86_400_000],
] as const)('%s is %d ms, and is printed so again', ([text, ms]) => {
  expect(offset.codec.parse(text)).toBe(ms);
  expect(offset.codec.encode(ms)).toBe(text);
});

test('minus nothing is nothing', () => {
  expect(Object.is(offset.codec.parse('-0s'), 0)).toBe(true);
});

test.for(['--1s', '- 1s', '-', '-10', '2d', '-2d', -5, null])('%j is refused', (value) => {
  expect(offset.codec.safeParse(value).success).toBe(false);
});
