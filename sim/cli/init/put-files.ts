import { join } from 'node:path';
import { fileText, writeFileText } from '../file-text.ts';
import type { FirstFile } from './first-files.ts';

/** What became of a file. `kept`: another stands there, and stays. */
export interface PutFile {
  readonly path: string;
  readonly done: 'written' | 'as it was' | 'kept';
}

/**
 * Puts files where there are none. One that says something else stays, unless it is forced.
 * @throws {UnwrittenError} where one can't be written; those before it are.
 */
export function putFiles(folder: string, files: readonly FirstFile[], force: boolean): readonly PutFile[] {
  return files.map(({ path, text }) => ({ path, done: put(join(folder, path), text, force) }));
}

function put(path: string, text: string, force: boolean): PutFile['done'] {
  const there = fileText(path);
  if (there === text) return 'as it was';
  if (there !== null && !force) return 'kept';
  // A file that was cut off would be kept as somebody's own the next time.
  writeFileText(path, text);
  return 'written';
}
