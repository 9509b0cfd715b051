import { expect, test } from 'vitest';
import { firstNumberOf } from './number-limits.ts';

test('each device begins a hundred numbers before an end, and the seventh where the first does', () => {
  const first = Array.from({ length: 7 }, (_, index) => firstNumberOf(index, 0));
  expect(first).toEqual([
    156, 32_668, 65_436, 2_147_483_548, 4_294_967_196,
    // The hundredth from here is 2^53 − 1, the last of all.
    9_007_199_254_740_892, 156,
  ]);
});

test('a device may be told to begin further on', () => {
  expect([0, 4, 5].map((index) => firstNumberOf(index, 2 ** 32 + 156))).toEqual([
    4_294_967_452, 4_294_967_452, 9_007_199_254_740_892,
  ]);
});
