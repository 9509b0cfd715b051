import { expect, test } from 'vitest';
import { digest } from './half-siphash.ts';
import { digestText } from './text-digest.ts';

function hash(text: string): string {
  digestText(0x03020100, 0x07060504, text);
  return Array.from(digest, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** The bytes 00 01 02 … as UTF-16; the digests are those of the reference code, word by word. */
test.for([
  { units: 0, expected: '591f8d21c83cb8b9' },
  { units: 1, expected: 'ef394f0657eb507c' },
  { units: 2, expected: '178ae7d5a12ee55b' },
  { units: 3, expected: '35913ece25bca28a' },
])('the digest of $units code units is that of their bytes', ({ units, expected }) => {
  const text = Array.from({ length: units }, (_unused, at) =>
    String.fromCharCode(at * 2 + (at * 2 + 1) * 256),
  ).join('');
  expect(hash(text)).toBe(expected);
});

test('no two of many near texts have one digest', () => {
  const texts = new Set<string>();
  // Zeros at the end, and lengths that are equal modulo 256 bytes, are where padding could hide a difference.
  for (let length = 0; length <= 600; length += 1) {
    texts.add('\0'.repeat(length));
    texts.add('a'.repeat(length));
    texts.add(`a${'\0'.repeat(length)}`);
  }
  for (let device = 0; device < 10_000; device += 1) texts.add(`device-${device}`);
  for (const text of ['loss', 'lossa', 'š', 'a\u{1F600}', '\uD83D', '\uDE00']) texts.add(text);
  expect(new Set(Array.from(texts, hash)).size).toBe(texts.size);
});
