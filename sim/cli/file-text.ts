import { constants } from 'node:buffer';
import { readRegularFile } from '../../program/read-regular-file.ts';
import { reasonOf } from './reason-of.ts';
import { UsageError } from './usage-error.ts';

/**
 * The text of a file that somebody wrote or has edited; null where there is none. A byte order mark, which some editors put
 * before it, is no part of it.
 * @throws {UsageError} for what can't be read, and for a pipe or a device, which may have no end.
 */
export function fileText(path: string, named = path): string | null {
  try {
    const text = readRegularFile(path, constants.MAX_STRING_LENGTH).toString('utf8');
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new UsageError(`${named} can't be read: ${reasonOf(error)}`);
  }
}
