import { describe, expect, test } from 'vitest';
import { correlationId } from './correlation-id.ts';
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

  test('makes correlation ids of 16 hex digits, also from the ends of the range', () => {
    expect(correlationId({ draw: () => 0 }, 1)).toBe('0000000000000000');
    expect(correlationId({ draw: () => 1 - 2 ** -53 }, 1)).toBe('ffffffffffffffff');
    const ids = Array.from({ length: 1_000 }, (_, index) => correlationId(createKeyedRandom('7'), index));
    expect(new Set(ids).size).toBe(1_000);
  });
});
