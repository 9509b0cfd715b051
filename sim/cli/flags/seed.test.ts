import { expect, test } from 'vitest';
import { oneSeed } from './seed.ts';

test.for(['1..3', '1...3'])('%s is a range, and no seed of a run', (text) => {
  expect(() => oneSeed(text, '--seed')).toThrow(
    `--seed: found "${text}", which would be one seed. For a run of each: sweep --seeds 1..3`,
  );
});

test('any other text is a seed', () => {
  expect(['42', 'a..b', '1.5', 'night of 3..4'].map((text) => oneSeed(text, '--seed'))).toEqual([
    '42',
    'a..b',
    '1.5',
    'night of 3..4',
  ]);
});
