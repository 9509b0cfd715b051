import { halfSipHash, lastWord, messageOf } from './half-siphash.ts';

/** Leaves the digest of a text in `digest`: of its UTF-16 code units, the low byte of each first. */
export function digestText(key0: number, key1: number, text: string): void {
  const whole = text.length >> 1;
  const message = messageOf(whole + 1);
  for (let at = 0; at < whole; at += 1) {
    message[at] = text.charCodeAt(at * 2) | (text.charCodeAt(at * 2 + 1) << 16);
  }
  const leftOver = text.length % 2 === 0 ? 0 : text.charCodeAt(text.length - 1);
  message[whole] = lastWord(text.length * 2, leftOver);
  halfSipHash(key0, key1, message, whole + 1);
}
