import { expect, test } from 'vitest';
import { HalfSipHash } from './half-siphash.ts';

/** Key 00 01 … 07 and message 00 01 02 …, as in the reference code's vectors for 64-bit output. */
function hash(words: readonly number[]): string {
  const hash = new HalfSipHash(0x03020100, 0x07060504);
  hash.start();
  for (const word of words) hash.word(word);
  hash.finish(words.length * 4);
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(hash.low, 0);
  bytes.writeUInt32LE(hash.high, 4);
  return bytes.toString('hex');
}

test.for([
  { words: [], digest: '218d1f59b9b83cc8' },
  { words: [0x03020100], digest: 'd5e78a175be52ea1' },
  { words: [0x03020100, 0x07060504], digest: 'edfee820bce4858c' },
  { words: [0x03020100, 0x07060504, 0x0b0a0908], digest: '7bc71f9faef5c799' },
])('the digest of $words.length words is that of the reference vectors', ({ words, digest }) => {
  expect(hash(words)).toBe(digest);
});
