import { constants } from 'node:buffer';
import { dirname } from 'node:path';
import { makeFolder } from '../../program/make-folder.ts';
import { openToWrite } from '../../program/pipes.ts';
import { readRegularFile } from '../../program/read-regular-file.ts';
import { replaceFile } from '../../program/replace-file.ts';
import { reasonOf } from './reason-of.ts';
import { UnwrittenError, UsageError } from './usage-error.ts';

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

/** Writes it whole, or leaves it as it was; makes its folder. @throws {UnwrittenError} */
export function writeFileText(path: string, text: string, named = path): void {
  const why = whyUnwritten(path, text, named);
  if (why !== null) throw new UnwrittenError(why);
}

/** The same for who has more to say before the end: null, or the sentence. */
export function whyUnwritten(path: string, text: string, named = path): string | null {
  try {
    makeFolder(dirname(path));
    replaceFile(path, text);
    return null;
  } catch (error) {
    return `${named} could not be written: ${reasonOf(error)}`;
  }
}

/** To be written bit by bit; makes its folder. @throws {UnwrittenError} */
export function openFile(path: string, flags: 'w' | 'a', named: string): number {
  try {
    makeFolder(dirname(path));
    return openToWrite(path, flags);
  } catch (error) {
    throw new UnwrittenError(`${named} could not be written: ${reasonOf(error)}`);
  }
}
