import { WHOLE } from '../../sweep/index.ts';
import type { Shard } from '../../sweep/index.ts';
import { UsageError } from '../usage-error.ts';

/** More than anybody has machines for. */
const SHARDS_MAX = 10_000;

interface Source {
  readonly index: string;
  readonly total: string;
  /** Where the system counts from. */
  readonly from: 0 | 1;
  /** A variable that only this system sets, where another one names its shards alike. */
  readonly where?: string;
}

/**
 * Variables by which CI systems tell a job which part of the work is its own: Heroku, GitLab, CircleCI, Buildkite, Azure
 * Pipelines, Bitbucket Pipelines, Semaphore, array jobs of AWS Batch, jobs of Google Cloud Run, and Kubernetes Indexed Jobs,
 * which give the index alone.
 */
const SOURCES: readonly Source[] = [
  { index: 'CI_NODE_INDEX', total: 'CI_NODE_TOTAL', from: 0, where: 'HEROKU_TEST_RUN_ID' },
  { index: 'CI_NODE_INDEX', total: 'CI_NODE_TOTAL', from: 1 },
  { index: 'CIRCLE_NODE_INDEX', total: 'CIRCLE_NODE_TOTAL', from: 0 },
  { index: 'BUILDKITE_PARALLEL_JOB', total: 'BUILDKITE_PARALLEL_JOB_COUNT', from: 0 },
  { index: 'SYSTEM_JOBPOSITIONINPHASE', total: 'SYSTEM_TOTALJOBSINPHASE', from: 1 },
  { index: 'BITBUCKET_PARALLEL_STEP', total: 'BITBUCKET_PARALLEL_STEP_COUNT', from: 0 },
  { index: 'SEMAPHORE_JOB_INDEX', total: 'SEMAPHORE_JOB_COUNT', from: 1 },
  { index: 'AWS_BATCH_JOB_ARRAY_INDEX', total: 'AWS_BATCH_JOB_ARRAY_SIZE', from: 0 },
  { index: 'CLOUD_RUN_TASK_INDEX', total: 'CLOUD_RUN_TASK_COUNT', from: 0 },
  { index: 'JOB_COMPLETION_INDEX', total: 'PETREL_SHARDS', from: 0 },
];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `2/7`, or `auto` for what the CI system says; all of it without the flag.
 * @throws {UsageError}
 */
export function parseShard(text: string | undefined, environment: Environment): Shard {
  if (text === undefined) return WHOLE;
  if (text === 'auto') return shardOf(environment);
  const [, index = '', of = ''] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (isShard(shard)) return shard;
  throw new UsageError(
    `--shard: ${JSON.stringify(text)} is no shard. Allowed: 1/7 to 7/7 for the seven parts of a sweep, or auto in a CI system that numbers its jobs.`,
  );
}

function shardOf(environment: Environment): Shard {
  const isSaid = (name: string): boolean => environment[name] !== undefined;
  const here = SOURCES.filter(({ where }) => where === undefined || isSaid(where));
  // GitLab names a total of 1 and no index where a job runs once; of another total the index is missing.
  const source =
    here.find(({ index }) => isSaid(index)) ??
    here.find(({ total }) => isSaid(total) && environment[total] !== '1');
  if (source === undefined && here.some(({ total }) => isSaid(total))) return WHOLE;
  if (source === undefined) {
    const names = here.map(({ index, total }) => `${index} and ${total}`).join(', ');
    throw new UsageError(`--shard auto: the environment names no shard. It is read from ${names}.`);
  }
  const { index, total, from } = source;
  const shard = { index: whole(environment[index]) + 1 - from, of: whole(environment[total]) };
  if (isShard(shard)) return shard;
  const said = [index, total].map((name) => `${name}=${environment[name] ?? ''}`).join(' ');
  throw new UsageError(
    `--shard auto: ${said} is no shard. ${total} must say how many there are, ${index} which one this is, from ${from}.`,
  );
}

function whole(text: string | undefined): number {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function isShard({ index, of }: Shard): boolean {
  return index >= 1 && index <= of && of <= SHARDS_MAX;
}
