import type { Options, PositionalOptions } from 'yargs';
import type { ExitCode } from '../exit-code.ts';

/** What was given: flags by name, each as text (or a list of texts), a switch, or absent. */
export type Given = Readonly<Record<string, unknown>>;

export interface Command {
  /** The word that calls it. */
  readonly name: string;
  readonly describe: string;
  /** Words after the command, e.g. `<name>` or `<files..>`; null: none are taken. */
  readonly positional: {
    readonly usage: string;
    readonly key: string;
    readonly options: PositionalOptions;
  } | null;
  readonly options: Readonly<Record<string, Options>>;
  /** Throws a UsageError for what the caller got wrong. */
  readonly handle: (given: Given) => Promise<ExitCode>;
}
