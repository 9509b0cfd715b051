import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../program/make-folder.ts';
import { readRegularFile, whyUnreadable } from '../../program/read-regular-file.ts';
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
 * The old file or the new one is there, whatever happens. It stays who may read it: the owner, where somebody else changes it for
 * a service, and a group that was let in; a new file is its owner's alone, who is the folder's. Where it is a link, what that leads
 * to is changed. One process at a time.
 * @throws what the file system says.
 */
export function writeKeys(path: string, keys: readonly DeviceKey[]): void {
  const folder = dirname(path);
  makeFolder(folder);
  const before = statSync(path, { throwIfNoEntry: false });
  const file = before === undefined ? path : realpathSync(path);
  const { uid, gid } = before ?? statSync(folder);
  const unfinished = `${file}.${process.pid}`;
  try {
    const fd = openSync(unfinished, 'w', 0o600);
    try {
      // All of it, or it throws: on a disk that is nearly full the system writes what fits, and says how much that was.
      writeFileSync(fd, `${JSON.stringify({ version: 1, keys }, null, 2)}\n`);
      if (process.getuid?.() === 0) fchownSync(fd, uid, gid);
      if (before !== undefined) fchmodSync(fd, before.mode & 0o777);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Changes with each `writeKeys`; null where there is no file. */
export function stampOf(path: string): string | null {
  const status = statSync(path, { throwIfNoEntry: false });
  return status === undefined ? null : `${status.ino}/${status.mtimeMs}/${status.size}`;
}
