import { expect, test } from 'vitest';
import { damagedFile } from './damaged-file.ts';

/** Uniforms that were drawn before. */
function drawn(...values: readonly number[]): () => number {
  const left = [...values];
  return () => left.shift() ?? 0;
}

// Kinds are thirds of the first uniform; the second is the place, half of four units.
test.for([
  ['emptied', drawn(0.1, 0.5), ''],
  ['cut off', drawn(0.5, 0.5), 'ab'],
  // The first bit of `c`, 0x63.
  ['with a wrong bit', drawn(0.9, 0.5, 0), 'abbd'],
] as const)('a file is %s', ([, draw, left]) => {
  expect(damagedFile('abcd', draw)).toBe(left);
});

test('an empty file stays one', () => {
  for (const kind of [0.1, 0.5, 0.9]) expect(damagedFile('', drawn(kind, 0.5, 0.5))).toBe('');
});
