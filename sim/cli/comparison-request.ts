import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { POLICY_NAMES } from '../../device/policy/policies.ts';
import { didYouMean } from '../scenario/index.ts';
import { parseProbability } from '../../settings/ratio.ts';
import type { Given } from './commands/command.ts';
import { isOn, textOf } from './given.ts';
import type { TransportName } from '../transport/index.ts';
import { parseSeeds, SEEDS_MAX } from './seed-range.ts';
import { parseSweep } from './sweep.ts';
import type { Sweep } from './sweep.ts';
import { transportChoice } from './transport-choice.ts';
import { UsageError } from './usage-error.ts';
import { looksLikeFile } from './user-module.ts';

const SEEDS_DEFAULT = '1..20';
/** Without `--max-seeds`, a precision is given up at ten times the seeds, or at so many. */
const SEEDS_DEFAULT_MAX = 2_000;
const SEEDS_DEFAULT_FACTOR = 10;
const WORKERS_MAX = 256;

const FORMATS = ['json', 'csv', 'markdown'] as const;
export type ComparisonFormat = 'text' | (typeof FORMATS)[number];

/** What `compare` was asked for, as far as it can be checked without a scenario or a module. */
export interface ComparisonRequest {
  readonly scenario: string;
  /** Names of ours or files, each once. */
  readonly policies: readonly string[];
  readonly baseline: string;
  readonly seeds: readonly string[];
  /** Half-width relative to the mean; null: the seeds that were given, and no more. */
  readonly precision: number | null;
  /** At least the number of `seeds`. */
  readonly seedsMax: number;
  readonly normalize: boolean;
  readonly sweep: Sweep | null;
  readonly edge: string | null;
  readonly device: string | null;
  readonly transport: TransportName;
  readonly workers: number;
  readonly format: ComparisonFormat;
}

/** @throws {UsageError} for the first flag that is wrong. */
export function comparisonRequestOf(given: Given): ComparisonRequest {
  const scenario = textOf(given, 'scenario');
  if (scenario === undefined) throw new UsageError('name a scenario, e.g. --scenario storm; see: sim list');
  const sweepText = textOf(given, 'sweep');
  const sweep = sweepText === undefined ? null : parseSweep(sweepText);
  const policies = policiesOf(textOf(given, 'policies'), sweep === null ? 2 : 1);
  const seeds = parseSeeds(textOf(given, 'seeds') ?? SEEDS_DEFAULT);
  const precision = precisionOf(textOf(given, 'precision'));
  const edge = textOf(given, 'edge') ?? null;
  return {
    scenario,
    policies,
    baseline: baselineOf(textOf(given, 'baseline'), policies),
    seeds,
    precision,
    seedsMax: seedsMaxOf(textOf(given, 'max-seeds'), seeds.length, precision),
    normalize: isOn(given, 'normalize'),
    sweep,
    edge,
    device: textOf(given, 'device') ?? null,
    transport: transportChoice(textOf(given, 'transport'), edge),
    workers: workersOf(textOf(given, 'workers')),
    format: formatOf(given),
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
    const hint = didYouMean(policy, names);
    throw new UsageError(
      `--policies: there is no policy ${JSON.stringify(policy)}${hint === null ? '.' : `; ${hint}`} ${known}`,
    );
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

function precisionOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const allowed = 'Give a share of the mean above 0% and up to 100%, e.g. --precision 2%.';
  const parsed = parseProbability(/^[\d.]+(e[-+]?\d+)?$/i.test(text) ? Number(text) : text);
  if (parsed.ok && parsed.value > 0) return parsed.value;
  const hint = parsed.ok ? null : (parsed.problems[0]?.hint ?? null);
  throw new UsageError(
    `--precision: found ${JSON.stringify(text)}. ${allowed}${hint === null ? '' : ` Hint: ${hint}`}`,
  );
}

function seedsMaxOf(text: string | undefined, seeds: number, precision: number | null): number {
  if (text === undefined) return Math.max(seeds, Math.min(SEEDS_DEFAULT_MAX, SEEDS_DEFAULT_FACTOR * seeds));
  if (precision === null)
    throw new UsageError('--max-seeds bounds --precision; without it, exactly the --seeds are run.');
  const max = wholeNumber('max-seeds', text, SEEDS_MAX);
  if (max < seeds)
    throw new UsageError(`--max-seeds: ${max} is below the ${seeds} seeds that are run in any case.`);
  return max;
}

function workersOf(text: string | undefined): number {
  return text === undefined ? availableParallelism() : wholeNumber('workers', text, WORKERS_MAX);
}

function wholeNumber(flag: string, text: string, max: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= max) return number;
  throw new UsageError(`--${flag}: found ${JSON.stringify(text)}; allowed: a whole number from 1 to ${max}.`);
}

function formatOf(given: Given): ComparisonFormat {
  const [format = 'text', other] = FORMATS.filter((flag) => isOn(given, flag));
  if (other === undefined) return format;
  throw new UsageError(`--${format} and --${other} exclude each other: results have one form. Give one.`);
}
