import yargs from 'yargs';
import { stringify } from 'yaml';
import type * as z from 'zod';
import { readConfig } from './config-file.ts';
import type { Configured } from './config-file.ts';
import { completed } from '../settings/complete.ts';
import { wrongWords } from '../settings/flag-words.ts';
import { flagsOf, kebab, plainOf } from '../settings/flags.ts';
import type { Flag } from '../settings/flags.ts';
import { misordered } from '../settings/misordered.ts';
import { isMapping } from '../settings/plain.ts';
import type { Path } from '../settings/problem.ts';
import type { Keys, Section, Values } from '../settings/section.ts';
import { suggest } from '../settings/suggest.ts';

/** A program of ours, as its command line and its environment know it. */
export interface Program<K extends Keys> {
  /** How it is started: `npm run edge --`. */
  readonly command: string;
  readonly does: string;
  /** Begins the name of each variable: `PETREL_EDGE_`. */
  readonly prefix: string;
  /** Variables that begin so too and are no flags, for a flag is seen by whoever lists processes. The program reads them itself. */
  readonly secrets?: readonly string[];
  readonly settings: Section<K>;
  /** Its defaults, where they are not those of the settings. */
  readonly defaults: Values<K>;
  /** Other defaults, by the words of the setting `profile`. */
  readonly profiles?: Readonly<Record<string, Values<K>>>;
  /** What is wrong between settings of different sections, in sentences. */
  readonly contradictions?: (options: Values<K>) => readonly string[];
  /** Names that flags had, and those that they have. */
  readonly former: Readonly<Record<string, string>>;
  /** What each says to its caller. */
  readonly exitCodes: Readonly<Record<number, string>>;
}

export type ParsedFlags<T> =
  | { readonly kind: 'options'; readonly options: T }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'error'; readonly message: string };

/** What was given for a flag, and where: `--count`, or `PETREL_DEVICE_COUNT`. */
interface Given {
  readonly flag: Flag;
  readonly source: string;
  readonly text: string;
}

/**
 * Flags first, then the environment, then the file of `--config`, then the defaults of the profile. All that is wrong is told
 * at once. Prints and ends nothing.
 */
export async function parseFlags<K extends Keys>(
  program: Program<K>,
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ParsedFlags<Values<K>>> {
  const flags = flagsOf(program.settings, program.defaults);
  const wrong = wrongWords(argv);
  if (wrong.length > 0) {
    const names = flags.map(({ name }) => name);
    const spell = (name: string): string => `--${name}`;
    const errors = wrong.map(({ flag, name }) =>
      unknown(flag, suggest(name.split('.', 1)[0] ?? '', names), spell),
    );
    return { kind: 'error', message: errors.join('\n') };
  }
  const { parser, failure } = createParser(program, flags);
  const parsed: Readonly<Record<string, unknown>> = await parser.parseAsync([...argv]);
  if (parsed['help'] === true) return { kind: 'help', text: await parser.getHelp() };

  const nearer = [...variablesIn(environment, program), ...flagsIn(parsed)];
  const file = nearer.findLast(({ name }) => name === 'config')?.text;
  const config = file === undefined || !flags.some(({ name }) => name === 'config') ? null : readConfig(file);
  const assignments = [...(config?.settings.map((each) => configured(each, flags)) ?? []), ...nearer];
  const given = new Map<string, Given>();
  const errors: string[] = [...(config?.errors ?? [])];
  for (const { name, source, text, spell } of assignments) {
    const flag = flags.find((candidate) => candidate.name === name);
    if (flag !== undefined)
      given.set(name, { flag, source, text: flag.setting.form === 'true' && text === '' ? 'true' : text });
    else
      errors.push(
        unknown(
          source,
          (Object.hasOwn(program.former, name) ? program.former[name] : undefined) ??
            suggest(
              name,
              flags.map((each) => each.name),
            ),
          spell,
        ),
      );
  }
  for (const word of Array.isArray(parsed['_']) ? parsed['_'] : []) {
    errors.push(`"${String(word)}" is not expected: there are only flags.`);
  }
  const message = failure();
  if (message !== null && errors.length === 0) errors.push(message);
  const read = readGiven(program, [...given.values()]);
  errors.push(...read.errors);
  if (errors.length === 0 && given.has('print-config'))
    return { kind: 'help', text: printedConfig(flagsOf(program.settings, read.options), given) };
  return errors.length > 0
    ? { kind: 'error', message: errors.join('\n') }
    : { kind: 'options', options: read.options };
}

/** What yargs gives beside our flags: words, its own name and the flag for help. */
const OTHER_KEYS: ReadonlySet<string> = new Set(['_', '$0', 'help']);

function createParser<K extends Keys>({ command, does, prefix }: Program<K>, flags: readonly Flag[]) {
  let failed: string | null = null;
  // Everything is read as text, so that a wrong value can be named as it was written.
  const options = flags.map(({ name, setting, standard }) => {
    const describe = `${setting.doc} (${setting.form})`;
    const shown = standard === null ? {} : { defaultDescription: standard };
    return [name, { describe, string: true, requiresArg: setting.form !== 'true', ...shown }] as const;
  });
  const example = flags[0]?.name ?? 'help';
  const parser = yargs()
    .scriptName(command)
    .usage(
      `$0 [flags]\n\n${does} A flag can be a variable too: --${example} is ${prefix}${example.toUpperCase()}.`,
    )
    .options(Object.fromEntries(options))
    .parserConfiguration({
      'camel-case-expansion': false,
      'duplicate-arguments-array': false,
      'boolean-negation': false,
    })
    .version(false)
    .help(false)
    .option('help', { boolean: true, describe: 'Print this' })
    .strict()
    .demandCommand(0, 0, '', 'Only flags are expected, no other words')
    .wrap(100)
    .exitProcess(false)
    .fail((message: string | null | undefined, error: Error | null | undefined) => {
      // Its own errors are about the flags; any other is a fault of ours.
      if (error instanceof Error && error.name !== 'YError') throw error;
      failed ??= message ?? error?.message ?? 'The flags could not be read';
    });
  return { parser, failure: () => failed };
}

interface Read<T> {
  readonly options: T;
  readonly errors: readonly string[];
}

/** One word of the command line or the environment, and how it would spell another name. */
interface Assignment extends Omit<Given, 'flag'> {
  readonly name: string;
  readonly spell: (name: string) => string;
}

function variablesIn(
  environment: Readonly<Record<string, string | undefined>>,
  { prefix, secrets = [] }: Pick<Program<Keys>, 'prefix' | 'secrets'>,
): readonly Assignment[] {
  const spell = (name: string): string => prefix + name.toUpperCase().replaceAll('-', '_');
  return Object.entries(environment).flatMap(([source, text]) => {
    if (text === undefined || !source.startsWith(prefix) || secrets.includes(source)) return [];
    return [{ name: source.slice(prefix.length).toLowerCase().replaceAll('_', '-'), source, text, spell }];
  });
}

function flagsIn(parsed: Readonly<Record<string, unknown>>): readonly Assignment[] {
  const spell = (name: string): string => `--${name}`;
  return Object.entries(parsed)
    .filter(([name]) => !OTHER_KEYS.has(name))
    .map(([name, text]) => ({ name, source: spell(name), text: String(text), spell }));
}

/** By its path in the file, or by the name of its flag. */
function configured({ path, text, source }: Configured, flags: readonly Flag[]): Assignment {
  const flag =
    flags.find((each) => isSame(each.path, path)) ?? flags.find(({ name }) => name === kebab(path));
  return { name: flag?.name ?? kebab(path), source, text, spell: (name) => name };
}

/** Every setting that has a value, as a file could say it, and where it comes from. No password. */
function printedConfig(flags: readonly Flag[], given: ReadonlyMap<string, Given>): string {
  return flags
    .flatMap(({ name, standard }) => {
      if (standard === null || name === 'print-config' || name === 'config') return [];
      const origin = given.get(name)?.source ?? 'default';
      return [`${name}: ${plainYaml(withoutSecrets(standard))} # ${origin}`];
    })
    .join('\n');
}

/** A number as one. */
function plainYaml(text: string): string {
  return /^-?\d+(\.\d+)?$/.test(text) ? text : stringify(text).trim();
}

function unknown(source: string, near: string | undefined, spell: (name: string) => string): string {
  return `There is no ${source}${near === undefined ? '. See --help for all flags.' : `; did you mean ${spell(near)}?`}`;
}

function defaultsIn<K extends Keys>({ defaults, profiles }: Program<K>, said: unknown): Values<K> {
  const name = isMapping(said) ? said['profile'] : undefined;
  return (
    (typeof name === 'string' && Object.hasOwn(profiles ?? {}, name) ? profiles?.[name] : null) ?? defaults
  );
}

function readGiven<K extends Keys>(program: Program<K>, given: readonly Given[]): Read<Values<K>> {
  const { settings } = program;
  const said: Record<string, unknown> = {};
  for (const { flag, text } of given) put(said, flag.path, plainOf(flag.setting, text));
  const read = settings.codec.safeParse(said, { jitless: true });
  if (!read.success) {
    const wrong = new Map<Given, z.core.$ZodIssue>();
    for (const issue of read.error.issues) {
      const source = given.find(({ flag }) => isSame(flag.path, issue.path));
      if (source !== undefined) wrong.set(source, issue);
    }
    if (wrong.size === 0) throw new Error(`No flag is to blame: ${read.error.message}`);
    const refusals = [...wrong].map(([source, issue]) => refusal(source, issue));
    // Without what is wrong, so that what is wrong with the rest is told as well.
    const rest = readGiven(
      program,
      given.filter((each) => !wrong.has(each)),
    );
    return { options: rest.options, errors: [...refusals, ...rest.errors] };
  }
  const defaults = defaultsIn(program, read.data);
  const flags = flagsOf(settings, defaults);
  const nameAt = (path: Path): string => {
    const source = given.find(({ flag }) => isSame(flag.path, path))?.source;
    return source ?? `--${flags.find((flag) => isSame(flag.path, path))?.name}`;
  };
  const errors: string[] = [];
  const options = completed(settings, read.data, defaults, ({ path }) => {
    const idle = given.find(({ flag }) => flag.path[0] === path[0]);
    errors.push(`${idle?.source} has no effect without ${nameAt(path)}`);
  });
  for (const { low, high } of misordered(settings, options)) {
    const [least, most] = [nameAt(low.path), nameAt(high.path)];
    errors.push(`${least} is ${low.text}, but must not be above ${most}, which is ${high.text}`);
  }
  if (errors.length === 0) errors.push(...(program.contradictions?.(options) ?? []));
  return { options, errors };
}

function refusal({ source, text }: Given, issue: z.core.$ZodIssue): string {
  const hint = issue.code === 'custom' ? issue.params?.['hint'] : null;
  const said = `${source} is ${JSON.stringify(withoutSecrets(text))}, but must be ${issue.message}`;
  return typeof hint === 'string' ? `${said}; ${hint}` : said;
}

/** What is wrong is printed, and printed is soon logged: without the user and the password of a URL. */
function withoutSecrets(text: string): string {
  return text.replace(/(\/\/)[^/?#]*@/, '$1***@');
}

function isSame(a: readonly PropertyKey[], b: readonly PropertyKey[]): boolean {
  return a.join('.') === b.join('.');
}

/** Sets the value at a path, and the mappings on the way to it. */
function put(holder: Record<string, unknown>, [key = '', ...rest]: Path, value: unknown): void {
  if (rest.length === 0) {
    holder[key] = value;
    return;
  }
  const inner = holder[key];
  const next = isMapping(inner) ? inner : {};
  holder[key] = next;
  put(next, rest, value);
}
