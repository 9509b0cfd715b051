import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correlationId } from './correlation-id.ts';

/** On [0, 1), as a source draws it. */
const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

const hexWord = (draw: number): string =>
  Math.floor(draw * 2 ** 32)
    .toString(16)
    .padStart(8, '0');

test('a correlation id is the first 32 bits of two draws, in hex', () => {
  fc.assert(
    fc.property(uniform, uniform, (high, low) => {
      expect(correlationId(high, low)).toBe(hexWord(high) + hexWord(low));
    }),
  );
});

test.for([
  [0, 0, '0000000000000000'],
  [1 - 2 ** -53, 0, 'ffffffff00000000'],
  [0x0123_4567 / 2 ** 32, 0x89ab_cdef / 2 ** 32, '0123456789abcdef'],
] as const)('draws of %d and %d make %s', ([high, low, id]) => {
  expect(correlationId(high, low)).toBe(id);
});
