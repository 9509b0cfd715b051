import { hash } from 'node:crypto';

/** A digest as a store outside of the process takes it: one of `digestOf` may be any bytes, as characters up to U+00FF. */
export function durableDigest(digest: string): string {
  return hash('sha256', Buffer.from(digest, 'latin1'), 'base64');
}
