import { describe, expect, test } from 'vitest';
import { createKeyedRandom } from './keyed-random.ts';

describe('a keyed source of chance', () => {
  test('gives the same number for the same key, whatever was drawn before', () => {
    const first = createKeyedRandom('7');
    const expected = first.draw('drop', 3);
    const second = createKeyedRandom('7');
    second.draw('jitter', 3);
    second.draw('drop', 2);
    expect(second.draw('drop', 3)).toBe(expected);
  });

  test('gives another number for another seed, purpose or key', () => {
    const draws = [
      createKeyedRandom('7').draw('drop', 1, 2),
      createKeyedRandom('8').draw('drop', 1, 2),
      createKeyedRandom('7').draw('jitter', 1, 2),
      createKeyedRandom('7').draw('drop', 12),
      createKeyedRandom('7').draw('drop', 2, 1),
    ];
    expect(new Set(draws).size).toBe(5);
  });

  test('is uniform on [0, 1)', () => {
    const random = createKeyedRandom('7');
    const draws = Array.from({ length: 10_000 }, (_, index) => random.draw('any', index));
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
    // The mean of n uniforms has the standard error 1/sqrt(12 n) = 0.0029; four of them.
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.0116);
  });
});
