import { createHash } from 'node:crypto';
import type { Random } from '../ports/index.ts';

/** Hexadecimal digits in the 52 bits of a double's fraction. */
const HEX_DIGITS = 13;

/**
 * A keyed source for the real device: the first 52 bits of SHA-256 over seed, purpose and key, as a fraction. Slow
 * beside a generator that is drawn in turn (microseconds), which nobody notices at one reading every 3 s.
 */
export function createKeyedRandom(seed: string): Random {
  return {
    draw(purpose, ...key) {
      const digest = createHash('sha256')
        .update(JSON.stringify([seed, purpose, ...key]))
        .digest('hex');
      return Number.parseInt(digest.slice(0, HEX_DIGITS), 16) / 16 ** HEX_DIGITS;
    },
  };
}
