import type { Options, PositionalOptions } from 'yargs';
import { UsageError } from '../usage-error.ts';

/** What yargs gives: flags by name, each as text (or a list of texts), a switch, or absent. */
export type Given = Readonly<Record<string, unknown>>;

/** One flag of a command: what the help says of it, and how what is given for it is read. */
export interface Flag<T> {
  readonly options: Options & PositionalOptions;
  /** For words that stand behind the command without a flag: `[name]` or `[files..]`. */
  readonly usage?: string;
  /** @throws {UsageError} for a wrong value of `flag`, which is written as on the command line. */
  readonly read: (given: unknown, flag: string) => T;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;

export type ValuesOf<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends Flag<infer T> ? T : never;
};

/** A text that means something. `otherwise` is what is taken without it, in words. */
export function parsed<T>(
  describe: string,
  parse: (text: string | undefined, flag: string) => T,
  otherwise: string | null = null,
): Flag<T> {
  return {
    options: { type: 'string', describe, ...(otherwise !== null && { defaultDescription: otherwise }) },
    read: (given, flag) => {
      if (Array.isArray(given)) throw new UsageError(`${flag} is given more than once; give it once.`);
      if (given === '') throw new UsageError(`${flag} is empty; leave it out, or give it a value.`);
      const [text] = textsIn(given);
      return parse(text, flag);
    },
  };
}

export function text(describe: string, otherwise?: string): Flag<string | undefined> {
  return parsed(describe, (given) => given, otherwise);
}

/** A flag that may be given again and again, in its order. */
export function texts(describe: string): Flag<readonly string[]> {
  return { options: { type: 'string', array: true, describe }, read: textsIn };
}

/** The words behind the command, in their order. */
export function words(usage: string, describe: string): Flag<readonly string[]> {
  return { options: { type: 'string', describe }, usage, read: textsIn };
}

export function textsIn(given: unknown): readonly string[] {
  if (given === undefined) return [];
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  return all.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}

export function onOff(describe: string, letter?: string): Flag<boolean> {
  return {
    options: { type: 'boolean', describe, ...(letter !== undefined && { alias: letter }) },
    read: (given) => given === true,
  };
}

/** @throws {UsageError} for the first that is wrong. */
export function readFlags<F extends Flags>(flags: F, given: Given): ValuesOf<F> {
  const entries = Object.entries(flags).map(([name, { read }]) => [name, read(given[name], `--${name}`)]);
  const values: object = Object.fromEntries(entries);
  if (!haveAllOf(flags, values)) throw new Error('A flag was not read.');
  return values;
}

function haveAllOf<F extends Flags>(flags: F, values: object): values is ValuesOf<F> {
  return Object.keys(flags).every((name) => Object.hasOwn(values, name));
}

/** What is given for these flags, as words that say it again: switches last. */
export function wordsOf(flags: Flags, given: Given): readonly string[] {
  const names = Object.keys(flags).filter((name) => given[name] !== false);
  const switches = names.filter((name) => given[name] === true);
  return [
    ...names
      .filter((name) => !switches.includes(name))
      .flatMap((name) => textsIn(given[name]).flatMap((value) => [`--${name}`, value])),
    ...switches.map((name) => `--${name}`),
  ];
}
