import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../program/make-folder.ts';
import { readRegularFile, whyUnreadable } from '../../program/read-regular-file.ts';
import { replaceFile } from '../../program/replace-file.ts';
import { jsonIn } from '../../protocol/index.ts';
import { deviceKeysSchema } from './device-keys.ts';
import type { DeviceKey } from './device-keys.ts';

/** Two keys of each of a million devices. */
const BYTES_MAX = 536_870_912;

/** Why the keys can't be read, in a sentence. */
export class KeyFileError extends Error {}

/** None where there is no file yet. @throws {KeyFileError} */
export function readKeys(path: string): readonly DeviceKey[] {
  let text: string;
  try {
    text = readRegularFile(path, BYTES_MAX).toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new KeyFileError(`The keys in ${JSON.stringify(path)} cannot be read: ${whyUnreadable(error)}.`);
  }
  const read = deviceKeysSchema.safeParse(jsonIn(text));
  if (!read.success)
    throw new KeyFileError(
      `${JSON.stringify(path)} is no file of keys: restore it from a copy, or remove it and give all devices new keys.`,
    );
  return read.data.keys;
}

/**
 * The old file or the new one is there, whatever happens. One process at a time.
 * @throws what the file system says.
 */
export function writeKeys(path: string, keys: readonly DeviceKey[]): void {
  makeFolder(dirname(path));
  replaceFile(path, `${JSON.stringify({ version: 1, keys }, null, 2)}\n`, { isPrivate: true });
}

/** Changes with each `writeKeys`; null where there is no file. */
export function stampOf(path: string): string | null {
  const status = statSync(path, { throwIfNoEntry: false });
  return status === undefined ? null : `${status.ino}/${status.mtimeMs}/${status.size}`;
}
