import { expect, test } from 'vitest';
import { digest, halfSipHash, lastWord, messageOf } from './half-siphash.ts';

/** Key 00 01 … 07 and message 00 01 02 …, as in the reference code's vectors for 64-bit output. */
function hash(bytes: number): string {
  const whole = Math.floor(bytes / 4);
  const message = messageOf(whole + 1);
  const input = Buffer.from(Array.from({ length: bytes }, (_unused, index) => index));
  for (let at = 0; at < whole; at += 1) message[at] = input.readInt32LE(at * 4);
  const leftOver = bytes % 4 === 0 ? 0 : input.readUIntLE(whole * 4, bytes % 4);
  message[whole] = lastWord(bytes, leftOver);
  halfSipHash(0x03020100, 0x07060504, message, whole + 1);
  return digestInHex();
}

function digestInHex(): string {
  const bytes = Buffer.alloc(8);
  digest.forEach((word, at) => bytes.writeInt32LE(word, at * 4));
  return bytes.toString('hex');
}

test.for([
  { bytes: 0, expected: '218d1f59b9b83cc8' },
  { bytes: 1, expected: 'be552412f8387315' },
  { bytes: 2, expected: '064f39ef7c50eb57' },
  { bytes: 3, expected: 'ce0f1a45f7060679' },
  { bytes: 4, expected: 'd5e78a175be52ea1' },
  { bytes: 6, expected: 'ce3e91358aa2bc25' },
  { bytes: 8, expected: 'edfee820bce4858c' },
  { bytes: 12, expected: '7bc71f9faef5c799' },
  { bytes: 63, expected: '2ea63c71bf326087' },
])('the digest of $bytes bytes is that of the reference vectors', ({ bytes, expected }) => {
  expect(hash(bytes)).toBe(expected);
});

test('a message too long for the shared room is hashed alike', () => {
  const long = new Int32Array(1000).map((_unused, at) => at);
  const room = messageOf(long.length);
  room.set(long);
  halfSipHash(1, 2, room, long.length);
  const first = digestInHex();
  halfSipHash(1, 2, long, long.length);
  expect(digestInHex()).toBe(first);
});
