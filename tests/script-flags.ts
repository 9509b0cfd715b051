import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { suggest } from '../settings/suggest.ts';

type FlagOptions = NonNullable<ParseArgsConfig['options']>;

/** Wrong words on its command line end a script as they end the programs. */
const USAGE = 2;

/**
 * The flags of a script that is started by `npm run`. Whatever else is on its command line ends it with a sentence, before it
 * has done anything; so does `--help`, which is asked for, with what is allowed.
 */
export function scriptFlags<const Options extends FlagOptions>(script: string, options: Options) {
  const read = readFlags(script, options, process.argv.slice(2));
  if (read.kind === 'values') return read.values;
  (read.code === 0 ? process.stdout : process.stderr).write(`${read.says}\n`);
  process.exit(read.code);
}

type ReadFlags<Values> =
  | { readonly kind: 'values'; readonly values: Values }
  | { readonly kind: 'end'; readonly code: number; readonly says: string };

/** The same, of any words. Prints and ends nothing. */
export function readFlags<const Options extends FlagOptions>(
  script: string,
  options: Options,
  words: readonly string[],
): ReadFlags<ReturnType<typeof parsed<Options>>> {
  const names = Object.keys(options);
  const allowed = `Allowed: npm run ${script}${usageOf(options)}`;
  if (words.includes('--help') || words.includes('-h')) return { kind: 'end', code: 0, says: allowed };
  try {
    return { kind: 'values', values: parsed(options, words) };
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error)) throw error;
    return { kind: 'end', code: USAGE, says: `${script}: ${wrongIn(error, names)} ${allowed}` };
  }
}

function parsed<const Options extends FlagOptions>(options: Options, words: readonly string[]) {
  return parseArgs({ args: [...words], options, strict: true }).values;
}

/** What `read` makes of the flags' values; where it throws, which says what is wrong with one, the script ends as above. */
export function orRefuse<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(USAGE);
  }
}

/** @throws {Error} with a sentence */
export function wholeNumber(flag: string, text: string, min: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min) return number;
  throw new Error(`${flag} is ${JSON.stringify(text)}, but must be a whole number, ${min} or more.`);
}

/** What Node says goes on with advice on how to write the parser. */
function wrongIn(
  { code, message }: TypeError & { readonly code?: unknown },
  names: readonly string[],
): string {
  const [, word = ''] = /'([^']*)'/.exec(message) ?? [];
  if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
    return `"${word}" is not expected: there are only flags.`;
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = suggest(word.replace(/^-+/, ''), names);
    return `There is no ${word}${near === undefined ? '.' : `; did you mean --${near}?`}`;
  }
  return `${message.split('\n')[0]?.replace(/\.?$/, '.')}`;
}

function usageOf(options: FlagOptions): string {
  const flags = Object.entries(options).map(([name, { type, default: standard, multiple = false }]) => {
    const value =
      type === 'string'
        ? ` ${typeof standard === 'string' && standard !== '' ? standard : name.toUpperCase()}`
        : '';
    return `[--${name}${value}]${multiple ? '…' : ''}`;
  });
  return flags.length === 0 ? ', without flags.' : ` -- ${flags.join(' ')}`;
}
