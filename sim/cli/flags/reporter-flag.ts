import { REPORTERS } from '../../../reports/reporters/reporters.ts';
import type { ReporterName } from '../../../reports/reporters/reporters.ts';
import type { Flag } from './flags.ts';
import { texts } from './flags.ts';
import { noSuch } from '../no-such.ts';
import { UsageError } from '../usage-error.ts';

/** Where a report goes. */
export interface ChosenReporter {
  readonly name: ReporterName;
  /** Null: to stdout. `append`: behind what is there already. */
  readonly file: string | null;
  readonly append: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const NAMES = Object.keys(REPORTERS).filter(isReporterName);

function isReporterName(name: string): name is ReporterName {
  return Object.hasOwn(REPORTERS, name);
}

type ReporterFlag = { readonly reporter: Flag<readonly ChosenReporter[]> };

function flagOf(names: readonly ReporterName[]): ReporterFlag {
  const given = texts(`Form of the results, NAME or NAME=FILE, again and again: ${names.join(', ')}`);
  return {
    reporter: {
      options: { ...given.options, defaultDescription: 'table; in GitHub Actions also github and markdown' },
      read: (words, flag) => given.read(words, flag).map((word) => chosenIn(word, flag, names)),
    },
  };
}

/** `--reporter junit=out.xml`, as often as there are readers; none: what `chosenReporters` chooses. */
export const REPORTER_FLAG = flagOf(NAMES.filter((name) => !('ofRunsAlone' in REPORTERS[name])));

/** The same, of a command that makes single runs. */
export const RUN_REPORTER_FLAG = flagOf(NAMES);

function chosenIn(word: string, flag: string, names: readonly ReporterName[]): ChosenReporter {
  const equals = word.indexOf('=');
  const name = equals === -1 ? word : word.slice(0, equals);
  const file = equals === -1 ? null : word.slice(equals + 1);
  if (!isReporterName(name))
    throw new UsageError(`${flag}: ${noSuch('reporter', name, names)} Reporters: ${names.join(', ')}.`);
  if (!names.includes(name))
    throw new UsageError(
      `${flag} ${word}: it is about the events of single runs; only the command run takes it.`,
    );
  if (file === '') throw new UsageError(`${flag} ${word}: no file stands behind the =.`);
  return { name, file, append: false };
}

/** Reporters that can share stdout with another: GitHub picks its commands out of a log. */
const SHARES: ReadonlySet<ReporterName> = new Set(['github']);

/**
 * What was asked for, or what this place is known to want: a table, and in GitHub Actions annotations and a summary of the
 * job besides. `json`: as `--json` has it.
 * @throws {UsageError} for two that would write into each other.
 */
export function chosenReporters(
  given: readonly ChosenReporter[],
  json: boolean,
  environment: Environment,
): readonly ChosenReporter[] {
  const asked = json ? [...given, { name: 'json', file: null, append: false } as const] : given;
  const chosen = asked.length > 0 ? asked : standard(environment);
  const [first, second] = chosen.filter(({ file, name }) => file === null && !SHARES.has(name));
  if (first !== undefined && second !== undefined)
    throw new UsageError(
      `--reporter: ${first.name} and ${second.name} would both go to stdout. Give one of them a file: --reporter ${second.name}=FILE.`,
    );
  const files = chosen.flatMap(({ file }) => (file === null ? [] : [file]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined)
    throw new UsageError(`--reporter: two reporters would write ${twice}. Give each a file of its own.`);
  return chosen;
}

function standard({ GITHUB_ACTIONS, GITHUB_STEP_SUMMARY }: Environment): readonly ChosenReporter[] {
  const table: ChosenReporter = { name: 'table', file: null, append: false };
  if (GITHUB_ACTIONS !== 'true') return [table];
  const github: ChosenReporter = { name: 'github', file: null, append: false };
  const summary = GITHUB_STEP_SUMMARY ?? '';
  return [
    table,
    github,
    ...(summary === '' ? [] : [{ name: 'markdown', file: summary, append: true } as const]),
  ];
}
