import { statSync } from 'node:fs';
import type { Log, PlainClock } from '../../ports/index.ts';
import { readRegularFile, whyUnreadable } from '../../program/read-regular-file.ts';

/** The variable that holds the key itself. There is no flag for it: whoever lists processes would see it. */
export const KEY_VARIABLE = 'PETREL_DEVICE_KEY';

/** What goes into a header as it is: one word of visible ASCII. */
const KEY_PATTERN = /^[\x21-\x7e]{1,4096}$/;

/** Of one key, and whatever blanks an editor puts around it. */
const BYTES_MAX = 65_536;

/** How soon a key that was changed in its file is used. */
const LOOK_MS = 1_000;

/** Why there is no key, in a sentence that says nothing of it. */
export class DeviceKeyError extends Error {}

export interface DeviceKeyOptions {
  /** Null: there is no file. */
  readonly file: string | null;
  /** What stands in the variable; undefined or empty: nothing. */
  readonly variable: string | undefined;
  readonly deviceId: string;
  readonly clock: Pick<PlainClock, 'monotonic'>;
  readonly log: Log;
}

/**
 * Gives the key to send with; null where the device has none. A key that is changed in its file, as it is when it is rotated, is
 * used a second later; while the file cannot be read the one before is.
 * @throws {DeviceKeyError}
 */
export function deviceKey({ file, variable, deviceId, clock, log }: DeviceKeyOptions): (() => string) | null {
  const hasVariable = variable !== undefined && variable !== '';
  if (file !== null && hasVariable)
    throw new DeviceKeyError(`${KEY_VARIABLE} and --key-file are both given: leave one of them out.`);
  if (hasVariable) {
    const key = checked(variable, KEY_VARIABLE);
    return () => key;
  }
  if (file === null) return null;
  const ids = { device_id: deviceId, sequence_id: null, correlation_id: null };
  let stamp = stampOf(file);
  let key = keyIn(file);
  let lookedAtMs = clock.monotonic();
  return () => {
    if (clock.monotonic() - lookedAtMs < LOOK_MS) return key;
    lookedAtMs = clock.monotonic();
    const now = stampOf(file);
    if (now === stamp) return key;
    // Also where it can't be read: that is said once for each state of the file.
    stamp = now;
    try {
      key = keyIn(file);
      log('info', 'key_read', ids);
    } catch (error) {
      log('error', 'key_unreadable', { ...ids, reason: error instanceof Error ? error.message : 'unknown' });
    }
    return key;
  };
}

function keyIn(file: string): string {
  let text: string;
  try {
    text = readRegularFile(file, BYTES_MAX).toString('utf8');
  } catch (error) {
    throw new DeviceKeyError(`The key in ${JSON.stringify(file)} cannot be read: ${whyUnreadable(error)}.`);
  }
  return checked(text.trim(), JSON.stringify(file));
}

function checked(text: string, place: string): string {
  if (KEY_PATTERN.test(text)) return text;
  throw new DeviceKeyError(
    `What ${place} holds is no key: it must be one word, as "petrel edge devices add" prints it.`,
  );
}

/** Changes when somebody writes the file; null where there is none. */
function stampOf(file: string): string | null {
  try {
    const status = statSync(file, { throwIfNoEntry: false });
    return status === undefined ? null : `${status.ino}/${status.mtimeMs}/${status.size}`;
  } catch {
    return null;
  }
}
