import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { POLICY_NAMES } from '../../../device/policy/policies.ts';
import { PRECISION_SEEDS_MIN, seedsFrom } from '../../explore/index.ts';
import { COMPARED_METRIC_NAMES } from '../../metrics/index.ts';
import { didYouMean } from '../../scenario/index.ts';
import { count, ratio, word } from '../../../settings/index.ts';
import { refuse } from '../../../settings/problem.ts';
import type { Quantity } from '../../../settings/quantity.ts';
import type { TransportName } from '../../transport/index.ts';
import { onOff, parsed, text } from '../flags/flags.ts';
import type { ValuesOf } from '../flags/flags.ts';
import { workersWith } from '../flags/allow-net.ts';
import { noSuch } from '../no-such.ts';
import { LANE_FLAG, WORKERS_FLAG } from '../flags/pool-flags.ts';
import { quantityFlag } from '../flags/quantity-flag.ts';
import { REPORTER_FLAG } from '../flags/reporter-flag.ts';
import { parseSeeds, SEEDS_MAX } from '../flags/seed-range.ts';
import { FORCE_FLAG, SUBJECT_FLAGS } from '../flags/subject-flags.ts';
import { parseSweep } from './sweep.ts';
import { UsageError } from '../usage-error.ts';
import { looksLikeFile } from '../loading/user-module.ts';
import { NAME } from '../program-name.ts';

const SEEDS_DEFAULT = '1..20';
/** Without `--max-seeds`, a precision is given up at ten times the seeds, or at so many. */
const SEEDS_DEFAULT_MAX = 2_000;
const SEEDS_DEFAULT_FACTOR = 10;
const FORMATS = ['json', 'csv', 'markdown'] as const;
export type ComparisonFormat = 'text' | (typeof FORMATS)[number];

/** Flags that make a comparison what it is: the line to paste has them, in this order. */
export const COMPARISON_FLAGS = {
  scenario: text('A name or a file'),
  policies: text('Names or modules, with commas between them'),
  seeds: parsed(
    'Whole numbers and ranges, e.g. 1..200 or 1,2,5',
    (given = SEEDS_DEFAULT) => parseSeeds(given),
    SEEDS_DEFAULT,
  ),
  baseline: text('The policy the others are compared with', 'the first'),
  precision: quantityFlag(
    meanShare('Run further seeds, ten at least, until every half-width is this share of its mean, e.g. 2%'),
  ),
  'max-seeds': quantityFlag(
    count('Where --precision gives up', {
      min: 1,
      max: SEEDS_MAX,
      otherwise: `${SEEDS_DEFAULT_FACTOR} times the seeds, at most ${SEEDS_DEFAULT_MAX}`,
    }),
  ),
  primary: quantityFlag(
    word(
      'The one metric to judge by: the others are exploratory, and nothing of them is marked',
      COMPARED_METRIC_NAMES,
      { what: 'a metric' },
    ),
  ),
  normalize: onOff('Scale the delays, so that all policies wait as long in all as the baseline'),
  sweep: parsed(
    'One comparison for each value, e.g. devices=10,20,50 or edge.capacity.rate=50,100',
    (given) => (given === undefined ? null : parseSweep(given)),
  ),
  ...SUBJECT_FLAGS,
  ...LANE_FLAG,
  ...FORCE_FLAG,
};

export const COMPARE_FLAGS = {
  ...COMPARISON_FLAGS,
  ...WORKERS_FLAG,
  ...REPORTER_FLAG,
  json: onOff('Results as a JSON array on stdout'),
  csv: onOff('Results as CSV, one row for each policy and metric'),
  markdown: onOff('Results as Markdown tables'),
  quiet: onOff('No progress, no warnings on stderr', 'q'),
};

/** What `compare` was asked for, as far as it can be checked without a scenario or a module. */
export interface ComparisonRequest extends Omit<ValuesOf<typeof COMPARE_FLAGS>, 'policies' | 'seeds'> {
  readonly scenario: string;
  /** Names of ours or files, each once. */
  readonly policies: readonly string[];
  readonly baseline: string;
  /** Those that are run in any case: a precision takes ten, also where fewer are given. */
  readonly seeds: readonly string[];
  /** At least the number of `seeds`. */
  readonly seedsMax: number;
  readonly transport: TransportName;
  readonly workers: number;
  readonly format: ComparisonFormat;
}

/** @throws {UsageError} for the first flag that is wrong. */
export function comparisonRequestOf(values: ValuesOf<typeof COMPARE_FLAGS>): ComparisonRequest {
  const { scenario, sweep, edge } = values;
  if (scenario === undefined)
    throw new UsageError(`name a scenario, e.g. --scenario storm; see: ${NAME} list`);
  const policies = policiesOf(values.policies, sweep === null ? 2 : 1);
  const seeds = values.precision === null ? values.seeds : seedsFrom(values.seeds, PRECISION_SEEDS_MIN);
  return {
    ...values,
    scenario,
    policies,
    baseline: baselineOf(values.baseline, policies),
    seeds,
    seedsMax: seedsMaxOf({ ...values, seeds }),
    // The fastest that any edge of this kind allows.
    transport: values.transport ?? (edge === undefined ? 'direct' : 'inject'),
    workers: workersWith(values['allow-net'], values.workers ?? availableParallelism()),
    format: formatOf(values),
  };
}

/** A ratio that is not 0. A number above 1 was probably meant as a percentage. */
function meanShare(doc: string): Quantity<number> {
  const share = ratio(doc);
  return {
    ...share,
    parse: (given) => {
      const parsed = share.parse(
        typeof given === 'string' && /^[\d.]+(e[-+]?\d+)?$/i.test(given) ? Number(given) : given,
      );
      if (parsed.ok && parsed.value > 0) return parsed;
      const hint = parsed.ok ? null : (parsed.problems[0]?.hint ?? null);
      return refuse({ allowed: 'a share of the mean above 0% and up to 100%, e.g. 2%', hint });
    },
  };
}

function policiesOf(text: string | undefined, least: number): readonly string[] {
  const known = `Policies: ${POLICY_NAMES.join(', ')}; or a file such as ./my-policy.ts.`;
  if (text === undefined)
    throw new UsageError(`name the policies, e.g. --policies exponential-jitter,full-jitter. ${known}`);
  const policies = text.split(',').map((piece) => piece.trim());
  if (policies.includes('')) throw new UsageError('--policies: nothing stands between two commas.');
  const names: readonly string[] = POLICY_NAMES;
  for (const policy of policies) {
    if (looksLikeFile(policy) || names.includes(policy)) continue;
    throw new UsageError(`--policies: ${noSuch('policy', policy, names)} ${known}`);
  }
  const same = policies.map((policy) => (looksLikeFile(policy) ? resolve(policy) : policy));
  const twice = policies.find((_policy, index) => same.indexOf(same[index] ?? '') !== index);
  if (twice !== undefined)
    throw new UsageError(`--policies: ${JSON.stringify(twice)} is named more than once; name it once.`);
  if (policies.length < least) {
    throw new UsageError(
      `--policies: ${policies[0]} alone can be compared with nothing. Name two or more, or sweep a setting with --sweep. ${known}`,
    );
  }
  return policies;
}

function baselineOf(text: string | undefined, policies: readonly string[]): string {
  const [first = ''] = policies;
  if (text === undefined) return first;
  if (policies.includes(text)) return text;
  const hint = didYouMean(text, policies);
  throw new UsageError(
    `--baseline: ${JSON.stringify(text)} is none of the policies${hint === null ? '.' : `; ${hint}`} It must be one of ${policies.join(', ')}.`,
  );
}

function seedsMaxOf({ 'max-seeds': max, seeds, precision }: ValuesOf<typeof COMPARE_FLAGS>): number {
  const least = seeds.length;
  if (max === null) return Math.max(least, Math.min(SEEDS_DEFAULT_MAX, SEEDS_DEFAULT_FACTOR * least));
  if (precision === null)
    throw new UsageError('--max-seeds bounds --precision; without it, exactly the --seeds are run.');
  if (max < least)
    throw new UsageError(`--max-seeds: ${max} is below the ${least} seeds that are run in any case.`);
  return max;
}

function formatOf(values: ValuesOf<typeof COMPARE_FLAGS>): ComparisonFormat {
  const [format = 'text', other] = FORMATS.filter((flag) => values[flag]);
  if (other === undefined) return format;
  throw new UsageError(`--${format} and --${other} exclude each other: results have one form. Give one.`);
}
