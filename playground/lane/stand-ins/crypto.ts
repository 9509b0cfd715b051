import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from 'buffer';

/** What the fast lane asks of `node:crypto`: SHA-256, in pieces or at once. */
export function createHash(_algorithm: 'sha256') {
  const state = sha256.create();
  return {
    update: (bytes: Uint8Array) => state.update(bytes),
    digest: (encoding: 'hex' | 'base64') => Buffer.from(state.digest()).toString(encoding),
  };
}

export function hash(_algorithm: 'sha256', bytes: Uint8Array, encoding: 'hex' | 'base64'): string {
  return Buffer.from(sha256(bytes)).toString(encoding);
}

/** Draws come from the seed: nobody asks Node for one. */
export function randomInt(): never {
  throw new Error('Chance comes from the seed.');
}
