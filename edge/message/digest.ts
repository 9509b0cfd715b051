import { hash } from 'node:crypto';
import type { Message } from '../../protocol/index.ts';

/** Unambiguous: `/` is in no device id. */
export function idempotencyKey(message: Message): string {
  return `${message.device_id}/${message.sequence_id}`;
}

/** A device names its values in the same order each time, mostly in a sorted one. */
function isSorted(names: readonly string[]): boolean {
  let before = '';
  for (const name of names) {
    if (name < before) return false;
    before = name;
  }
  return true;
}

/** What is not longer stands for itself: it takes little more room than its hash, and a tenth of the time. */
const PLAIN_LENGTH_MAX = 128;

/**
 * Timestamp and values in a canonical form, or the SHA-256 of it where it is long: two messages with one key are the same
 * reading exactly if their digests are equal. The order of names and the spelling of numbers (`21.50`) do not count.
 */
export function digestOf(message: Message): string {
  const names = Object.keys(message.values);
  if (!isSorted(names)) names.sort();
  let canonical = message.timestamp;
  // Neither separator is in a name or a number, nor in a hash.
  for (const name of names) canonical += `|${name}=${message.values[name]}`;
  return canonical.length <= PLAIN_LENGTH_MAX ? canonical : hash('sha256', canonical, 'base64');
}
