import { hash } from 'node:crypto';
import type { Message } from '../../protocol/index.ts';

/** Unambiguous: `/` is in no device id. */
export function idempotencyKey(message: Message): string {
  return `${message.device_id}/${message.sequence_id}`;
}

/** Device id and sequence id of an idempotency key. */
export function partsOfKey(key: string): readonly [string, number] {
  const at = key.lastIndexOf('/');
  return [key.slice(0, at), Number(key.slice(at + 1))];
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

const double = new DataView(new ArrayBuffer(8));

/** The eight bytes of a double as characters: a tenth of the time of its decimal digits, and half of their room. −0 is 0. */
function exactly(value: number): string {
  double.setFloat64(0, value + 0);
  return String.fromCharCode(
    double.getUint8(0),
    double.getUint8(1),
    double.getUint8(2),
    double.getUint8(3),
    double.getUint8(4),
    double.getUint8(5),
    double.getUint8(6),
    double.getUint8(7),
  );
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
  // Neither separator is in a name, and a number has its length: no two readings are put together to the same text.
  for (const name of names) canonical += `|${name}=${exactly(message.values[name] ?? NaN)}`;
  return canonical.length <= PLAIN_LENGTH_MAX
    ? canonical
    : hash('sha256', Buffer.from(canonical, 'latin1'), 'base64');
}
