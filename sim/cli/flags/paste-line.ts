import { wordsOf } from './flags.ts';
import type { Flags, Given } from './flags.ts';
import { PROGRAM } from '../program-name.ts';
import { RUN_FLAGS } from './run-flags.ts';

/** The command that shows a run again. */
export function pasteRun(given: Given): string {
  return pasteLine(RUN_FLAGS, given);
}

/** What is given for these flags, as a shell gives it to `sim` again. */
export function pasteLine(flags: Flags, given: Given, command: readonly string[] = []): string {
  return `${PROGRAM} ${[...command, ...wordsOf(flags, given)].map(quoted).join(' ')}`;
}

/** A word as a POSIX shell takes it back unchanged. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
