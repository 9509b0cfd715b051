/** Longest message that shares its room with others: no key that our own code draws by is longer. */
const SHARED_WORDS = 64;

const shared = new Int32Array(SHARED_WORDS);

/** First and second 32-bit word of the last digest (little-endian order), signed. The next one takes their place. */
export const digest = new Int32Array(2);

/** Room for a message of so many words. Fill it and take its digest before the next message is made. */
export function messageOf(words: number): Int32Array {
  return words <= SHARED_WORDS ? shared : new Int32Array(words);
}

/**
 * HalfSipHash-2-4 with 64-bit output: a keyed pseudo-random function for short messages. Source: Aumasson and
 * Bernstein, "SipHash: a fast short-input PRF" (2012), and the 32-bit variant of their reference code. Chosen because a
 * draw must be a function of its key, not of the draws before it.
 *
 * The key is two 32-bit words. The message is the first `words` of `message`, the last of which is `lastWord` of the
 * bytes that are left over. The result is in `digest`, so that nothing is allocated.
 */
export function halfSipHash(key0: number, key1: number, message: Int32Array, words: number): void {
  let v0 = key0;
  let v1 = key1 ^ 0xee;
  let v2 = 0x6c796765 ^ key0;
  let v3 = 0x74656462 ^ key1;
  // Two rounds for each word, then four and four, which take no word. Written out twice, because an inner loop of two
  // makes a draw half as dear again.
  for (let step = 0; step < words + 4; step += 1) {
    let word = 0;
    if (step < words) {
      word = message[step] ?? 0;
    } else if (step === words) {
      v2 ^= 0xee;
    } else if (step === words + 2) {
      digest[0] = v1 ^ v3;
      v1 ^= 0xdd;
    }
    v3 ^= word;

    v0 = (v0 + v1) | 0;
    v1 = (v1 << 5) | (v1 >>> 27);
    v1 ^= v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = (v3 << 8) | (v3 >>> 24);
    v3 ^= v2;
    v0 = (v0 + v3) | 0;
    v3 = (v3 << 7) | (v3 >>> 25);
    v3 ^= v0;
    v2 = (v2 + v1) | 0;
    v1 = (v1 << 13) | (v1 >>> 19);
    v1 ^= v2;
    v2 = (v2 << 16) | (v2 >>> 16);

    v0 = (v0 + v1) | 0;
    v1 = (v1 << 5) | (v1 >>> 27);
    v1 ^= v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = (v3 << 8) | (v3 >>> 24);
    v3 ^= v2;
    v0 = (v0 + v3) | 0;
    v3 = (v3 << 7) | (v3 >>> 25);
    v3 ^= v0;
    v2 = (v2 + v1) | 0;
    v1 = (v1 << 13) | (v1 >>> 19);
    v1 ^= v2;
    v2 = (v2 << 16) | (v2 >>> 16);

    v0 ^= word;
  }
  digest[1] = v1 ^ v3;
}

/** The word that ends a message of so many bytes: its 0 to 3 bytes that fill no word, and its length modulo 256. */
export function lastWord(bytes: number, leftOver = 0): number {
  return (bytes << 24) | leftOver;
}
