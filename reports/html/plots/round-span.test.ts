import { expect, test } from 'vitest';
import { roundSpan } from './round-span.ts';

test('values that lie close together have an axis of their own', () => {
  // They differ by 0.06; a fifth of that, rounded up to 1, 2 or 5 of a power of ten, is 0.02.
  expect(roundSpan([0.91, 0.97, null])).toEqual({
    low: 0.9,
    high: 0.98,
    steps: [0.9, 0.92, 0.94, 0.96, 0.98],
  });
});

test('an axis begins at 0 where values come near it', () => {
  expect(roundSpan([20, 80])).toEqual({ low: 0, high: 80, steps: [0, 20, 40, 60, 80] });
});

test('of one value, of nothing but 0 and of no value there is an axis too', () => {
  expect(roundSpan([5])).toMatchObject({ low: 5, high: 6 });
  expect(roundSpan([0, 0])).toMatchObject({ low: 0, high: 0.2 });
  expect(roundSpan([null])).toMatchObject({ low: 0, high: 0.2 });
});
