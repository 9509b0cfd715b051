import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { textsIn } from './flags.ts';
import type { Given } from './flags.ts';

/** Flags of all commands that name what is read: a file, or something built in. */
const READ = ['scenario', 'edge', 'device', 'policy', 'policies', 'file', 'files'] as const;
/** And what is written in place of what was there. */
const WRITTEN = ['trace', 'reporter', 'out', 'corpus'] as const;

/** What is built in has neither in its name. */
const OF_FILES = /[/\\.]/;

/** A file as the command line names it. */
interface Named {
  readonly flag: string;
  readonly word: string;
  readonly path: string;
}

/**
 * What a command writes takes the place of nothing that it reads, or writes elsewhere.
 * @throws {UsageError} for the first that would
 */
export function refuseFileClashes(given: Given): void {
  const read = READ.flatMap((flag) =>
    namedBy(given, flag, (word) => word.split(',').filter((each) => OF_FILES.test(each))),
  );
  const written = WRITTEN.flatMap((flag) =>
    namedBy(given, flag, flag === 'reporter' ? fileOfReporter : (word) => [word]),
  );
  for (const [index, one] of written.entries()) {
    const input = read.find(({ path }) => path === one.path);
    if (input !== undefined)
      throw new UsageError(
        `--${one.flag} ${one.word} would write over what ${naming(input)} reads. Name another file.`,
      );
    const other = written.slice(0, index).find(({ path }) => path === one.path);
    // Of two reporters there is more to say.
    if (other !== undefined && other.flag !== one.flag)
      throw new UsageError(
        `--${other.flag} ${other.word} and --${one.flag} ${one.word} would write the same file. Give each a file of its own.`,
      );
  }
}

function naming({ flag, word }: Named): string {
  return flag === 'file' || flag === 'files' ? word : `--${flag}`;
}

function namedBy(given: Given, flag: string, filesOf: (word: string) => readonly string[]): readonly Named[] {
  return textsIn(given[flag])
    .flatMap((word) => filesOf(word).map((file) => ({ flag, word, path: placeOf(file) })))
    .filter(({ path }) => !path.startsWith('/dev/'));
}

function fileOfReporter(word: string): readonly string[] {
  const equals = word.indexOf('=');
  return equals === -1 || equals === word.length - 1 ? [] : [word.slice(equals + 1)];
}

/** One name for a file, by whichever links it is reached; it need not be there yet. */
function placeOf(file: string): string {
  const path = resolve(file);
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(placeOf(folder), path.slice(folder.length));
  }
}
