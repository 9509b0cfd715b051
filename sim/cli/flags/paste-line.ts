import { basename, dirname } from 'node:path';
import { wordsOf } from './flags.ts';
import type { Flags, Given } from './flags.ts';
import { RUN_FLAGS } from './run-flags.ts';

/** The command that shows a run again. */
export function pasteRun(given: Given): string {
  return pasteLine(RUN_FLAGS, given);
}

/** What is given for these flags, as a shell gives it to `sim` again. */
export function pasteLine(flags: Flags, given: Given, command: readonly string[] = []): string {
  return `${PROGRAM} ${[...command, ...wordsOf(flags, given)].map(quoted).join(' ')}`;
}

/**
 * What a user has typed to get here: in this repository a script of it, elsewhere the program of the package, whose code
 * lies under dist/.
 */
export const PROGRAM = isOfPackage(import.meta.filename) ? 'npx petrel' : 'npm run sim --';

/** @param file either this one as it was compiled, or `dist/start/bundle.cjs`. */
function isOfPackage(file: string): boolean {
  const bundled = basename(dirname(file)) === 'start' && basename(dirname(dirname(file))) === 'dist';
  return bundled || file.endsWith('.js');
}

/** A word as a POSIX shell takes it back unchanged. */
export function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
