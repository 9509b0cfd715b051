import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../../program/make-folder.ts';
import { replaceFile } from '../../../program/replace-file.ts';
import { reasonOf } from '../reason-of.ts';
import { UsageError } from '../usage-error.ts';
import type { FirstFile } from './first-files.ts';

/** What became of a file. `kept`: another stands there, and stays. */
export interface PutFile {
  readonly path: string;
  readonly done: 'written' | 'as it was' | 'kept';
}

/**
 * Puts files where there are none. One that says something else stays, unless it is forced.
 * @throws {UsageError} where one can't be written; those before it are.
 */
export function putFiles(folder: string, files: readonly FirstFile[], force: boolean): readonly PutFile[] {
  return files.map(({ path, text }) => ({ path, done: put(join(folder, path), text, force) }));
}

function put(path: string, text: string, force: boolean): PutFile['done'] {
  try {
    const there = textIn(path);
    if (there === text) return 'as it was';
    if (there !== null && !force) return 'kept';
    makeFolder(dirname(path));
    // A file that was cut off would be kept as somebody's own the next time.
    replaceFile(path, text);
    return 'written';
  } catch (error) {
    throw new UsageError(`${path} could not be written: ${reasonOf(error)}`);
  }
}

function textIn(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
