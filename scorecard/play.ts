import type { RecordRunner } from '../sim/cli/workers/record-runner.ts';
import type { RunJob } from '../sim/cli/workers/run-job.ts';
import { recordRuns } from '../sim/sweep/index.ts';
import type { SweepItem } from '../sim/sweep/index.ts';
import type { TraceEvent, TraceObserver } from '../sim/trace/index.ts';
import { conductsIn } from './conduct.ts';
import type { Conduct } from './conduct.ts';
import { moduleOf } from './libraries.ts';
import type { Library } from './libraries.ts';
import { scoreOf } from './scores.ts';
import type { Score } from './scores.ts';
import type { Conducts } from './traps.ts';
import { scenarioOf, SITUATION_NAMES, SITUATIONS, STORMS } from './worlds.ts';
import type { SituationName, StormName } from './worlds.ts';

/** Which runs a scorecard is made of. */
export interface Plan {
  readonly libraries: readonly Library[];
  readonly storms: readonly StormName[];
  readonly seeds: readonly string[];
}

/** What carries out runs, in this thread or in others. */
export interface Stage {
  /** For the runs of one library in storms: what its packages leave behind in threads ends with them. */
  readonly makeRunner: () => RecordRunner;
  /** Carries out one run for what is to be seen of it. */
  readonly watch: (job: RunJob, onEvent: TraceObserver) => Promise<unknown>;
  /** Runs under way at once, 1 or more. */
  readonly atOnce: number;
  /** Hears of each run that is done. */
  readonly onDone: () => void;
}

/** What was found of one library. */
export interface Card {
  readonly library: Library;
  readonly conducts: Conducts;
  /** In the order of the storms of the plan. */
  readonly scores: readonly Score[];
}

/** The answers to which a situation has one seed: whether there is jitter shows between devices. */
export const SITUATION_SEED = '1';

/** No HTTP between client and our own edge: the run is the same. */
const LANE = { transport: 'direct', interleave: true, shuffleTies: false } as const;

async function scoresOf(
  library: Library,
  { storms, seeds }: Plan,
  { makeRunner, atOnce, onDone }: Stage,
): Promise<readonly Score[]> {
  const runs = storms.flatMap((storm) => {
    const scenario = scenarioOf(STORMS[storm]);
    return seeds.map((seed) => ({ storm, scenario, seed }));
  });
  const words = { edge: undefined, device: moduleOf(library), policy: undefined };
  const runner = makeRunner();
  try {
    const done = await recordRuns({
      items: runs.map(({ storm, seed }, index): SweepItem => ({ scenario: storm, seed, index, weight: 1 })),
      atOnce,
      bail: false,
      isStopped: () => false,
      onDone,
      run: async ({ index, seed }) => {
        const planned = runs[index];
        if (planned === undefined) throw new Error(`Run ${index} is of no plan.`);
        const { scenario } = planned;
        const job = { ...words, ...LANE, scenario, seed, warnings: [], story: false };
        return (await runner.run(job)).record;
      },
    });
    return storms.map((storm) =>
      scoreOf(done.filter(({ run }) => runs[run]?.storm === storm).map(({ record }) => record)),
    );
  } finally {
    await runner.close();
  }
}

async function conductIn(
  library: Library,
  name: SituationName,
  { watch }: Stage,
): Promise<readonly Conduct[]> {
  const events: TraceEvent[] = [];
  const words = { edge: undefined, device: moduleOf(library), policy: undefined };
  const scenario = scenarioOf(SITUATIONS[name]);
  await watch({ words, ...LANE, scenario, seed: SITUATION_SEED }, (event) => void events.push(event));
  return conductsIn(events);
}

async function conductsOf(library: Library, stage: Stage): Promise<Conducts> {
  const found = new Map<SituationName, readonly Conduct[]>();
  for (const name of SITUATION_NAMES) {
    found.set(name, await conductIn(library, name, stage));
    stage.onDone();
  }
  const of = (name: SituationName): readonly Conduct[] => found.get(name) ?? [];
  return {
    overload: of('overload'),
    seconds: of('seconds'),
    date: of('date'),
    refusal: of('refusal'),
    reset: of('reset'),
    silence: of('silence'),
  };
}

/** Plays all of it. What comes back depends neither on how many runs are under way at once nor on which of them ends first. */
export async function playAll(plan: Plan, stage: Stage): Promise<readonly Card[]> {
  const cards: Card[] = [];
  for (const library of plan.libraries) {
    const scores = await scoresOf(library, plan, stage);
    cards.push({ library, conducts: await conductsOf(library, stage), scores });
  }
  return cards;
}

/** How many runs that is. */
export function sizeOf(plan: Plan): number {
  return plan.libraries.length * (plan.storms.length * plan.seeds.length + SITUATION_NAMES.length);
}
