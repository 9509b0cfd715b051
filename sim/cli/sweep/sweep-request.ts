import { duration } from '../../../settings/index.ts';
import type { Shard, SweepPlan } from '../../sweep/index.ts';
import { onOff, parsed, text } from '../flags/flags.ts';
import type { ValuesOf } from '../flags/flags.ts';
import type { CorpusEntry } from './corpus-file.ts';
import { CORPUS_NAME, FAILURES_DEFAULT } from '../failures/failure-files.ts';
import { digestsOf } from '../loading/files-under-test.ts';
import { MANY_RUNS_FLAGS, worldsAsked } from '../flags/many-runs-flags.ts';
import type { ManyRuns, Worlds } from '../flags/many-runs-flags.ts';
import { quantityFlag } from '../flags/quantity-flag.ts';
import { planSeeds } from './seed-plan.ts';
import { parseShard } from '../flags/shard-flag.ts';
import { parseOptionsOf } from '../flags/subject-flags.ts';
import { swarmWorlds, tellingWorlds, writeWorlds } from './swarm-worlds.ts';
import { UsageError } from '../usage-error.ts';
import { buildVersion } from '../version.ts';
import { NAME } from '../program-name.ts';

const SEEDS_DEFAULT = '1..20';
export const CORPUS_DEFAULT = `${FAILURES_DEFAULT}/${CORPUS_NAME}`;

export const SWEEP_FLAGS = {
  ...MANY_RUNS_FLAGS,
  seeds: parsed(
    '1..1000, 1,2,5, random:50, commit:20 or night:2026-11-25',
    (given = SEEDS_DEFAULT) => planSeeds(given),
    SEEDS_DEFAULT,
  ),
  swarm: onOff('Instead of scenarios: draw a small world for each seed, its faults, fleet and policy'),
  'write-scenario': text('With --swarm: write each world that is drawn into this folder, as a scenario file'),
  verbose: onOff('With --swarm: say what is drawn for each seed', 'v'),
  'time-budget': quantityFlag(duration('Hand out no further run after this time')),
  bail: onOff('Hand out no further run after the first failure'),
  shard: parsed('One of several parts, 2/7, or auto: as the CI system says', (given): Shard => {
    return parseShard(given, process.env);
  }),
  queue: text(`Hand the runs out at this Redis, redis://host:6379, to whoever is a ${NAME} worker there`),
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
  return {
    version: buildVersion(),
    scenarios: loaded.map(({ scenario }) => scenario),
    swarm: values.swarm,
    seeds: values.seeds.seeds,
    first: corpus.map(({ scenario, seed }) => ({ scenario, seed })),
    transport,
    interleave,
    shuffleTies,
    // What the flags say of all settings stands in the scenarios, where there are any.
    subject: { ...digestsOf(values), ...(values.swarm && { set: overridesIn(values) }) },
  };
}

/**
 * What is run: the scenarios that are named, or worlds that are drawn.
 * @throws {UsageError} for what is wrong with the scenarios, and for flags that do not go together.
 */
export function sweptWorlds(values: SweepValues): Worlds {
  if (!values.swarm) {
    if (values['write-scenario'] !== undefined || values.verbose)
      throw new UsageError('--write-scenario and --verbose are of --swarm.');
    return worldsAsked(values);
  }
  if (values.scenario.length > 0)
    throw new UsageError('--swarm draws its worlds: leave out --scenario, or leave out --swarm.');
  const options = parseOptionsOf(values, values.policy);
  if (values['write-scenario'] !== undefined)
    writeWorlds(values['write-scenario'], values.seeds.seeds, options);
  return { loaded: [], worldOf: values.verbose ? tellingWorlds(options) : swarmWorlds(options) };
}

function overridesIn(values: SweepValues): string {
  return JSON.stringify(parseOptionsOf(values, values.policy).overrides.map(({ key, text }) => [key, text]));
}
