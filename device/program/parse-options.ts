import { distance } from 'fastest-levenshtein';
import yargs from 'yargs';
import { DEVICE_ID_PATTERN } from '../../protocol/index.ts';
import { POLICY_NAMES } from '../policy/policies.ts';
import type { LogLevel } from '../ports.ts';
import type { DeviceSettings } from '../settings.ts';
import { FlagValues } from './flag-values.ts';
import type { Given } from './flag-values.ts';
import { flagOf, FLAGS, isFlagName, variableOf } from './flags.ts';
import type { Flag, FlagName } from './flags.ts';

/** Everything the device program can be told. */
export interface ProgramOptions {
  readonly id: string;
  readonly edgeUrl: string;
  readonly intervalMs: number;
  /** Null: no end. */
  readonly countMax: number | null;
  /** Null: memory only. */
  readonly stateDir: string | null;
  /** Null: to be drawn. */
  readonly seed: string | null;
  readonly drainMs: number;
  readonly graceMs: number;
  readonly logLevel: LogLevel;
  readonly settings: DeviceSettings;
}

export type ParsedOptions =
  | { readonly kind: 'options'; readonly options: ProgramOptions }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'error'; readonly message: string };

/** The longest span that a timer of Node can wait. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Flags first, then `PETREL_DEVICE_…` of the environment, then the standard values. Prints and ends nothing. */
export async function parseOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ParsedOptions> {
  const { parser, failure } = createParser();
  const parsed: Readonly<Record<string, unknown>> = await parser.parseAsync([...argv]);
  if (parsed.help === true) return { kind: 'help', text: await parser.getHelp() };

  const errors: string[] = [];
  const given = readEnvironment(environment, errors);
  for (const [name, value] of Object.entries(parsed)) {
    if (isFlagName(name)) given.set(name, { source: `--${name}`, text: String(value) });
    else if (name !== '_' && name !== '$0' && name !== 'help') errors.push(unknown(`--${name}`, flagNames()));
  }
  for (const word of Array.isArray(parsed._) ? parsed._ : []) {
    errors.push(`"${String(word)}" is not expected: there are only flags.`);
  }
  const message = failure();
  if (message !== null && errors.length === 0) errors.push(message);

  const values = new FlagValues(given);
  const options = toOptions(values);
  errors.push(...values.errors);
  if (errors.length > 0) return { kind: 'error', message: errors.join('\n') };
  return { kind: 'options', options };
}

function createParser() {
  let failed: string | null = null;
  // Everything is read as text, so that a wrong value can be named as it was written.
  const options = Object.entries<Flag>(FLAGS).map(([name, { describe, standard }]) => {
    const shown = standard === null ? {} : { defaultDescription: standard };
    return [name, { describe, string: true, requiresArg: true, ...shown }] as const;
  });
  const parser = yargs()
    .scriptName('npm run device --')
    .usage(
      `$0 [flags]\n\nA telemetry device. A flag can be a variable too: --base-ms is ${variableOf('base-ms')}.`,
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

const flagNames = (): readonly string[] => Object.keys(FLAGS).map((name) => `--${name}`);

/** Names the nearest of the allowed names when it is near enough to be a slip. */
function unknown(name: string, allowed: readonly string[]): string {
  const nearest = allowed.toSorted((a, b) => distance(name, a) - distance(name, b))[0];
  const isNear = nearest !== undefined && distance(name, nearest) <= 3;
  return `There is no ${name}${isNear ? `; did you mean ${nearest}?` : '. See --help for all flags.'}`;
}

function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  errors: string[],
): Map<FlagName, Given> {
  const given = new Map<FlagName, Given>();
  for (const [variable, text] of Object.entries(environment)) {
    const name = flagOf(variable);
    if (name === null || text === undefined) continue;
    if (isFlagName(name)) given.set(name, { source: variable, text });
    else errors.push(unknown(variable, Object.keys(FLAGS).map(variableOf)));
  }
  return given;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function toOptions(values: FlagValues): ProgramOptions {
  const timerMs = (name: FlagName, min = 0): number => values.whole(name, min, TIMER_MS_MAX);
  const optional = <T>(name: FlagName, read: () => T): T | null =>
    values.text(name) === null ? null : read();
  const notEmpty = (name: FlagName): string => values.matching(name, (text) => text !== '', 'not empty');

  const baseMs = timerMs('base-ms');
  const capMs = timerMs('cap-ms');
  if (baseMs > capMs) {
    values.errors.push(
      `--base-ms is ${baseMs} and --cap-ms is ${capMs}, but the base must not be above the cap`,
    );
  }
  return {
    id: values.matching(
      'id',
      (text) => DEVICE_ID_PATTERN.test(text),
      '1 to 64 letters, digits, ".", "_" or "-"',
    ),
    edgeUrl: values.matching(
      'edge-url',
      isHttpUrl,
      'an http or https URL such as http://localhost:8000/ingest',
    ),
    intervalMs: timerMs('interval-ms', 1),
    countMax: optional('count', () => values.whole('count', 1)),
    stateDir: optional('state-dir', () => notEmpty('state-dir')),
    seed: optional('seed', () => notEmpty('seed')),
    drainMs: timerMs('drain-ms'),
    graceMs: timerMs('grace-ms'),
    logLevel: values.choice('log-level', ['info', 'debug', 'warn', 'error']),
    settings: {
      timeoutMs: timerMs('timeout-ms', 1),
      inFlightMax: values.whole('in-flight-max', 1),
      outbox: {
        limit: values.whole('outbox-limit', 1),
        overflow: values.choice('outbox-overflow', ['drop-oldest', 'drop-newest', 'block']),
      },
      policy: {
        name: values.choice('policy', ['exponential-jitter', ...POLICY_NAMES.slice(1)]),
        baseMs,
        factor: values.number('factor', 1),
        capMs,
        jitterRatio: values.share('jitter-ratio'),
        retries: values.whole('retries', 0),
      },
      retryAfterMaxMs: timerMs('retry-after-max-ms'),
      acknowledge: values.choice('acknowledge', ['echo', 'status']),
      drop: { probability: values.share('drop') },
      jitter: { probability: values.share('jitter'), maxMs: timerMs('jitter-max-ms') },
      duplicate: { probability: values.share('duplicate') },
      invalid: { probability: values.share('invalid') },
    },
  };
}
