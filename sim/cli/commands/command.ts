import type { ExitCode } from '../exit-code.ts';
import { refuseFileClashes } from '../flags/file-clashes.ts';
import { readFlags } from '../flags/flags.ts';
import type { Flags, Given, ValuesOf } from '../flags/flags.ts';

interface About {
  /** The word that calls it. */
  readonly name: string;
  readonly describe: string;
  /** Flags that one might look for here, by their names: why they are none of this command, and what to do instead. */
  readonly lacks?: Readonly<Record<string, string>>;
}

export interface Command extends About {
  readonly flags: Flags;
  /** @throws {UsageError} for what the caller got wrong. */
  readonly handle: (given: Given) => Promise<ExitCode>;
}

interface Declared<F extends Flags> extends About {
  readonly flags: F;
  readonly handle: (values: ValuesOf<F>, given: Given) => Promise<ExitCode>;
}

/** A command whose flags are read before it is its turn. */
export function command<F extends Flags>({ flags, handle, ...about }: Declared<F>): Command {
  return {
    ...about,
    flags,
    handle: async (given) => {
      refuseFileClashes(given);
      return handle(readFlags(flags, given), given);
    },
  };
}
