/**
 * HalfSipHash-2-4 with 64-bit output, over a message of whole 32-bit words: a keyed pseudo-random function for short
 * messages. Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012), and the 32-bit variant of
 * their reference code. Chosen because a draw must be a function of its key, not of the draws before it.
 */
export class HalfSipHash {
  readonly #key0: number;
  readonly #key1: number;
  #v0 = 0;
  #v1 = 0;
  #v2 = 0;
  #v3 = 0;

  /** Two signed or unsigned 32-bit words. */
  constructor(key0: number, key1: number) {
    this.#key0 = key0 | 0;
    this.#key1 = key1 | 0;
  }

  /** After `finish`: the first and second 32-bit word of the digest (little-endian order), unsigned. */
  low = 0;
  high = 0;

  start(): void {
    this.#v0 = this.#key0;
    this.#v1 = this.#key1 ^ 0xee;
    this.#v2 = 0x6c796765 ^ this.#key0;
    this.#v3 = 0x74656462 ^ this.#key1;
  }

  /** Takes one 32-bit word of the message. */
  word(word: number): void {
    this.#v3 ^= word;
    this.#round();
    this.#round();
    this.#v0 ^= word;
  }

  /** `bytes`: the length of the message. Leaves the digest in `low` and `high`. */
  finish(bytes: number): void {
    this.word(bytes << 24);
    this.#v2 ^= 0xee;
    this.#rounds4();
    this.low = (this.#v1 ^ this.#v3) >>> 0;
    this.#v1 ^= 0xdd;
    this.#rounds4();
    this.high = (this.#v1 ^ this.#v3) >>> 0;
  }

  #rounds4(): void {
    this.#round();
    this.#round();
    this.#round();
    this.#round();
  }

  #round(): void {
    let v0 = this.#v0;
    let v1 = this.#v1;
    let v2 = this.#v2;
    let v3 = this.#v3;
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
    this.#v0 = v0;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
  }
}
