import { distance } from 'fastest-levenshtein';
import yargs from 'yargs';
import type { LogLevel } from '../ports.ts';
import { DEFAULT_EDGE_SETTINGS } from '../settings.ts';
import type { CapacitySettings, ContentionSettings, EdgeSettings, RateLimitSettings } from '../settings.ts';
import { OptionError } from './option-error.ts';
import { readChoice, readDurationMs, readNumber, readProbability } from './read-flag.ts';
import type { FlagText } from './read-flag.ts';

const LOG_LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const ENVIRONMENT_PREFIX = 'PETREL_EDGE_';
const RATE_RANGE = { min: 0.001, max: Number.MAX_SAFE_INTEGER, whole: false };

export interface ServerOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Undefined: all interfaces. */
  readonly host: string | undefined;
  readonly logLevel: LogLevel;
  readonly settings: EdgeSettings;
}

export type ParsedOptions =
  | { readonly kind: 'options'; readonly options: ServerOptions }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'error'; readonly message: string };

interface Flag {
  readonly describe: string;
  /** As a user would write it; null: nothing. */
  readonly standard: string | null;
}

const FLAGS = {
  port: { describe: 'Port to listen on; 0 takes any free one', standard: '8000' },
  host: { describe: 'Address to listen on; all of them if left out', standard: null },
  'overload-probability': { describe: 'Share of requests shed with 503: 0 to 1, or 10%', standard: '10%' },
  'retry-after': {
    describe: 'Retry-After of a 503 by overload, capacity or contention: a duration, or none',
    standard: '1s',
  },
  'dedupe-ttl': { describe: 'How long a stored key is remembered', standard: '300s' },
  'dedupe-limit': {
    describe: 'Most keys remembered; beyond it 503',
    standard: String(DEFAULT_EDGE_SETTINGS.dedupe.limit),
  },
  'body-limit': {
    describe: 'Most bytes of a body; beyond it 413',
    standard: String(DEFAULT_EDGE_SETTINGS.bodyBytesMax),
  },
  'capacity-rate': {
    describe: 'Requests per second of each simulated server; no limit if left out',
    standard: null,
  },
  'capacity-concurrency': { describe: 'Simulated servers side by side', standard: '1' },
  'capacity-queue': { describe: 'Requests that may wait for a server; beyond it 503', standard: '100' },
  'capacity-service': { describe: 'Service time: constant or exponential', standard: 'constant' },
  'rate-limit': { describe: 'Readings per second of one device; no limit if left out', standard: null },
  'rate-burst': { describe: 'Readings that one device may send at once', standard: '10' },
  'contention-max': {
    describe:
      'Longest work on one row that every reading writes; who loses a race gets 503; no row if left out',
    standard: null,
  },
  'contention-min': { describe: 'Shortest work on that row', standard: '0s' },
  'log-level': { describe: `Least level that is logged: ${LOG_LEVELS.join(', ')}`, standard: 'info' },
} as const satisfies Record<string, Flag>;

type FlagName = keyof typeof FLAGS;

/** Flags first, then PETREL_EDGE_… of the environment, then defaults. Prints nothing and ends nothing. */
export async function parseOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ParsedOptions> {
  const { parser, failure } = createParser();
  try {
    const given = new Map<string, FlagText>(readEnvironment(environment));
    const parsed: Readonly<Record<string, unknown>> = await parser.parseAsync([...argv]);
    const unknown = Object.keys(parsed).filter((name) => !isFlag(name) && !OTHER_KEYS.has(name));
    if (unknown.length > 0) throw new OptionError(unknown.map(describeUnknown).join('\n'));
    const message = failure();
    if (message !== null) throw new OptionError(message);
    if (parsed['help'] === true) return { kind: 'help', text: await parser.getHelp() };
    for (const [name, text] of Object.entries(parsed)) {
      if (isFlag(name)) given.set(name, { name: `--${name}`, text: String(text) });
    }
    return { kind: 'options', options: toOptions(given) };
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    return { kind: 'error', message: error.message };
  }
}

/** What yargs gives beside our flags: words, its own name and the flag for help. */
const OTHER_KEYS: ReadonlySet<string> = new Set(['_', '$0', 'help']);

function isFlag(name: string): name is FlagName {
  return Object.hasOwn(FLAGS, name);
}

function describeUnknown(name: string): string {
  const near = nearest(
    `--${name}`,
    [...Object.keys(FLAGS), 'help'].map((flag) => `--${flag}`),
  );
  return `There is no --${name}${near === undefined ? '. See --help for all flags.' : `; did you mean ${near}?`}`;
}

/** The nearest of the allowed names when it is near enough to be a slip. */
function nearest(name: string, allowed: readonly string[]): string | undefined {
  const [first] = allowed.toSorted((a, b) => distance(name, a) - distance(name, b));
  return first !== undefined && distance(name, first) <= 3 ? first : undefined;
}

function createParser() {
  let failed: string | null = null;
  // Everything is read as text, so that a wrong value can be named as it was written.
  const options = Object.entries<Flag>(FLAGS).map(([name, { describe, standard }]) => {
    const shown = standard === null ? {} : { defaultDescription: standard };
    return [name, { describe, string: true, ...shown }] as const;
  });
  const parser = yargs()
    .scriptName('npm run edge --')
    .usage(
      `$0 [flags]\n\nServes the ingestion edge. A flag can be a variable too: --port is ${ENVIRONMENT_PREFIX}PORT.`,
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
      failed ??= message ?? error?.message ?? 'the flags could not be read';
    });
  return { parser, failure: () => failed };
}

function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): readonly (readonly [string, FlagText])[] {
  return Object.entries(environment).flatMap(([variable, text]) => {
    if (!variable.startsWith(ENVIRONMENT_PREFIX) || text === undefined) return [];
    const name = variable.slice(ENVIRONMENT_PREFIX.length).toLowerCase().replaceAll('_', '-');
    if (isFlag(name)) return [[name, { name: variable, text }] as const];
    const allowed = Object.keys(FLAGS).map(variableOf);
    const near = nearest(variable, allowed);
    const hint = near === undefined ? `there are ${allowed.join(', ')}` : `did you mean ${near}?`;
    throw new OptionError(`${variable} is no setting of the edge; ${hint}`);
  });
}

function variableOf(flag: string): string {
  return ENVIRONMENT_PREFIX + flag.toUpperCase().replaceAll('-', '_');
}

/** Reads flags of what was given, or by default. */
class FlagReader {
  readonly #given: ReadonlyMap<string, FlagText>;

  constructor(given: ReadonlyMap<string, FlagText>) {
    this.#given = given;
  }

  optional(name: FlagName): FlagText | undefined {
    return this.#given.get(name);
  }

  text(name: FlagName): FlagText {
    return this.#given.get(name) ?? { name: `--${name}`, text: FLAGS[name].standard ?? '' };
  }

  whole(name: FlagName, min: number, max = Number.MAX_SAFE_INTEGER): number {
    return readNumber(this.text(name), { min, max, whole: true });
  }

  retryAfterMs(): number | null {
    const flag = this.text('retry-after');
    return flag.text === 'none' ? null : readDurationMs(flag, { allowZero: true });
  }

  /** A setting that would be dropped in silence is a mistake of whoever made it. */
  refuseWithout(main: FlagName, others: readonly FlagName[]): void {
    const idle = others.map((name) => this.#given.get(name)).find((flag) => flag !== undefined);
    if (idle !== undefined) throw new OptionError(`${idle.name} has no effect without --${main}`);
  }
}

function toOptions(given: ReadonlyMap<string, FlagText>): ServerOptions {
  const flags = new FlagReader(given);
  return {
    port: flags.whole('port', 0, 65_535),
    host: flags.optional('host')?.text,
    logLevel: readChoice(flags.text('log-level'), LOG_LEVELS),
    settings: {
      ...DEFAULT_EDGE_SETTINGS,
      overload: {
        probability: readProbability(flags.text('overload-probability')),
        retryAfterMs: flags.retryAfterMs(),
      },
      capacity: toCapacity(flags),
      rateLimit: toRateLimit(flags),
      contention: toContention(flags),
      dedupe: {
        ttlMs: readDurationMs(flags.text('dedupe-ttl'), { allowZero: false }),
        limit: flags.whole('dedupe-limit', 1),
      },
      bodyBytesMax: flags.whole('body-limit', 1),
    },
  };
}

function toCapacity(flags: FlagReader): CapacitySettings | null {
  const rate = flags.optional('capacity-rate');
  if (rate === undefined) {
    flags.refuseWithout('capacity-rate', ['capacity-concurrency', 'capacity-queue', 'capacity-service']);
    return null;
  }
  return {
    ratePerSecond: readNumber(rate, RATE_RANGE),
    concurrency: flags.whole('capacity-concurrency', 1),
    queueLimit: flags.whole('capacity-queue', 0),
    service: readChoice(flags.text('capacity-service'), ['constant', 'exponential']),
    retryAfterMs: flags.retryAfterMs(),
  };
}

function toRateLimit(flags: FlagReader): RateLimitSettings | null {
  const rate = flags.optional('rate-limit');
  if (rate === undefined) {
    flags.refuseWithout('rate-limit', ['rate-burst']);
    return null;
  }
  return { ratePerSecond: readNumber(rate, RATE_RANGE), burst: flags.whole('rate-burst', 1) };
}

function toContention(flags: FlagReader): ContentionSettings | null {
  const max = flags.optional('contention-max');
  if (max === undefined) {
    flags.refuseWithout('contention-max', ['contention-min']);
    return null;
  }
  const min = flags.text('contention-min');
  const minMs = readDurationMs(min, { allowZero: true });
  const maxMs = readDurationMs(max, { allowZero: false });
  if (minMs > maxMs) {
    throw new OptionError(`${min.name} is "${min.text}", but must not be above ${max.name}, "${max.text}"`);
  }
  return { minMs, maxMs, retryAfterMs: flags.retryAfterMs() };
}
