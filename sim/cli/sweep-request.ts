import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { duration } from '../../settings/index.ts';
import type { Shard, SweepPlan } from '../sweep/index.ts';
import { onOff, parsed, text } from './flags.ts';
import type { ValuesOf } from './flags.ts';
import type { CorpusEntry } from './corpus-file.ts';
import { filesUnderTest, MANY_RUNS_FLAGS } from './many-runs-flags.ts';
import type { ManyRuns } from './many-runs-flags.ts';
import { quantityFlag } from './quantity-flag.ts';
import { planSeeds } from './seed-plan.ts';
import { parseShard } from './shard-flag.ts';
import { userModulePath } from './user-module.ts';
import { packageVersion } from './version.ts';

const SEEDS_DEFAULT = '1..20';
export const CORPUS_DEFAULT = 'failures/corpus.yaml';

export const SWEEP_FLAGS = {
  ...MANY_RUNS_FLAGS,
  seeds: parsed(
    '1..1000, 1,2,5, random:50, commit:20 or night:2026-11-25',
    (given = SEEDS_DEFAULT) => planSeeds(given),
    SEEDS_DEFAULT,
  ),
  'time-budget': quantityFlag(duration('Hand out no further run after this time')),
  bail: onOff('Hand out no further run after the first failure'),
  shard: parsed('One of several parts, 2/7, or auto: as the CI system says', (given): Shard => {
    return parseShard(given, process.env);
  }),
  out: text('Keep every result here as it comes, and go on where an earlier sweep stopped'),
  corpus: text('Runs that failed before are run first, new ones are added', CORPUS_DEFAULT),
};

export type SweepValues = ValuesOf<typeof SWEEP_FLAGS>;

/** @throws {UsageError} for a file under test that is not there. */
export function sweepPlanOf(
  values: SweepValues,
  { loaded, transport, interleave, shuffleTies }: ManyRuns,
  corpus: readonly CorpusEntry[],
): SweepPlan {
  const files = Object.entries(filesUnderTest(values)).map(([flag, file]) => {
    const text = readFileSync(userModulePath(`--${flag}`, file));
    return [flag, `${file} ${createHash('sha256').update(text).digest('hex')}`] as const;
  });
  return {
    version: packageVersion(),
    scenarios: loaded.map(({ scenario }) => scenario),
    seeds: values.seeds.seeds,
    first: corpus.map(({ scenario, seed }) => ({ scenario, seed })),
    transport,
    interleave,
    shuffleTies,
    subject: Object.fromEntries(files),
  };
}
