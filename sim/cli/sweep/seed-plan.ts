import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { parseSeeds, SEEDS_MAX } from '../flags/seed-range.ts';
import { UsageError } from '../usage-error.ts';

/** Seeds of a sweep, and where they come from when that is not plain to see. */
export interface SeedPlan {
  readonly seeds: readonly string[];
  /** `random:50 is 812000..812049`, or that `5` is one seed; null for seeds that are plain to see. */
  readonly drawn: string | null;
}

const FORMS =
  'Allowed: whole numbers and ranges (1..1000 or 1,2,5), random:50, commit or commit:20, night:2026-11-25 or night:2026-11-25:500.';
const COUNT_DEFAULT = { random: 50, commit: 20, night: 1_000 } as const;
type Form = keyof typeof COUNT_DEFAULT;

/** Seeds up to this one are as likely to be meant as a count. */
const COUNTS_MAX = 1_000;

/** Room for each night, so that no two share a seed whatever their counts are. */
const NIGHT_ROOM = SEEDS_MAX;
/** Nights are numbered from this one; their seeds begin above what people write by hand. */
const NIGHT_ZERO_MS = Date.UTC(2000, 0, 1);
const DAY_MS = 86_400_000;
/** 40 bits of a commit's hash and room for the seeds behind it: still exact. */
const COMMIT_DIGITS = 10;
const COMMIT_ROOM = 4_096;
const RANDOM_MAX = 2 ** 40;

/** What CI systems call the commit that they run on: GitHub, GitLab, CircleCI, Buildkite, Azure, Bitbucket, Jenkins. */
const COMMIT_VARIABLES = [
  'GITHUB_SHA',
  'CI_COMMIT_SHA',
  'CIRCLE_SHA1',
  'BUILDKITE_COMMIT',
  'BUILD_SOURCEVERSION',
  'BITBUCKET_COMMIT',
  'GIT_COMMIT',
];

/**
 * Seeds as `--seeds` of a sweep has them. What is drawn is an interval that can be written out, and so run again.
 * @throws {UsageError}
 */
export function planSeeds(text: string): SeedPlan {
  const [form = '', ...rest] = text.split(':').map((piece) => piece.trim());
  switch (form) {
    case 'random':
      return interval(text, randomInt(RANDOM_MAX), countIn(text, 'random', rest, SEEDS_MAX));
    case 'commit':
      return interval(text, commitNumber() * COMMIT_ROOM, countIn(text, 'commit', rest, COMMIT_ROOM));
    case 'night': {
      const [date = '', ...more] = rest;
      return interval(text, nightNumber(date) * NIGHT_ROOM, countIn(text, 'night', more, NIGHT_ROOM));
    }
    default:
      return { seeds: parseSeeds(text), drawn: oneOf(text.trim()) };
  }
}

/** A number that looks like a count: null for any other. */
function oneOf(text: string): string | null {
  const looksLikeCount = /^\d+$/.test(text) && Number(text) > 1 && Number(text) <= COUNTS_MAX;
  return looksLikeCount ? `--seeds ${text} is the one seed ${text}; ${text} seeds are 1..${text}` : null;
}

function interval(text: string, first: number, count: number): SeedPlan {
  const seeds = Array.from({ length: count }, (_, index) => String(first + index));
  return { seeds, drawn: `--seeds ${text} is ${seeds[0]}..${seeds.at(-1)}` };
}

function countIn(text: string, form: Form, rest: readonly string[], max: number): number {
  const [given = String(COUNT_DEFAULT[form]), extra] = rest;
  const count = Number(given);
  if (extra !== undefined || !/^[1-9]\d*$/.test(given) || count > max)
    throw wrong(`${JSON.stringify(text)} must end with a count from 1 to ${max}.`);
  return count;
}

/** A day of UTC, which is the same for all that share the work of a night. */
function nightNumber(date: string): number {
  const atMs = Date.parse(`${date}T00:00:00Z`);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(date) && new Date(atMs || 0).toISOString().startsWith(date);
  if (!isDay || atMs < NIGHT_ZERO_MS)
    throw wrong(`${JSON.stringify(date)} is no day from 2000-01-01 on, such as 2026-11-25.`);
  return (atMs - NIGHT_ZERO_MS) / DAY_MS + 1;
}

/** The commit that is checked out, as the CI system says it or git does. */
function commitNumber(): number {
  const said = COMMIT_VARIABLES.map((name) => process.env[name]).find((value) => isHash(value));
  return Number.parseInt((said ?? hashOfGit()).slice(0, COMMIT_DIGITS), 16);
}

function isHash(value: string | undefined): value is string {
  return value !== undefined && /^[0-9a-f]{40,64}$/i.test(value);
}

function hashOfGit(): string {
  try {
    const said = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim();
    if (isHash(said)) return said;
  } catch {
    // Told below: no git, or no commit here.
  }
  throw wrong(`no commit is checked out here, and none of ${COMMIT_VARIABLES.join(', ')} names one.`);
}

function wrong(what: string): UsageError {
  return new UsageError(`--seeds: ${what} ${FORMS}`);
}
