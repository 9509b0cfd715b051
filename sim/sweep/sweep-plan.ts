import { createHash } from 'node:crypto';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioToYaml } from '../scenario/index.ts';
import type { TransportName } from '../transport/index.ts';
import { drawnSize, SWARM } from './swarm.ts';

/** All that a sweep runs, as it was asked for. The same on every machine that takes a part of it. */
export interface SweepPlan {
  /** Of Petrel: another version may run another world under the same seed. */
  readonly version: string;
  /** None in a swarm. */
  readonly scenarios: readonly Scenario[];
  /** Whether a world is drawn for each seed, which is run under that seed. */
  readonly swarm: boolean;
  /** Each scenario is run under each of them. */
  readonly seeds: readonly string[];
  /** Runs that failed before and are looked at first. What the seeds do not make of them is made besides. */
  readonly first: readonly PlannedRun[];
  readonly transport: TransportName;
  readonly interleave: boolean;
  readonly shuffleTies: boolean;
  /** What is under test: words of the command line, and a digest of each file of the user's that they name. */
  readonly subject: Readonly<Record<string, string>>;
}

export interface PlannedRun {
  /** The scenario's name. */
  readonly scenario: string;
  readonly seed: string;
}

export interface SweepItem extends PlannedRun {
  /** Its place in the plan, from 0. */
  readonly index: number;
  /** Devices × seconds: about how long it takes, next to others. */
  readonly weight: number;
}

/**
 * SHA-256 of all that the plan says, hex: two plans are the same if their hashes are. What a sweep itself found, and is to be
 * run first from then on, changes no plan: it goes on, and its shards are still of one.
 */
export function planHash(plan: SweepPlan): string {
  const { version, scenarios, swarm, seeds, transport, interleave, shuffleTies, subject } = plan;
  const files = Object.keys(subject)
    .toSorted()
    .map((word) => [word, subject[word]]);
  const said = [
    version,
    scenarios.map(scenarioToYaml),
    swarm,
    seeds,
    besides(plan),
    transport,
    interleave,
    shuffleTies,
    files,
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

type Asked = Pick<SweepPlan, 'scenarios' | 'seeds' | 'first' | 'swarm'>;

/** All runs of a plan in their order: those besides, then seed by seed, so that a budget of time meets all scenarios. */
export function itemsOf(plan: Asked): readonly SweepItem[] {
  const weights = new Map(
    plan.scenarios.map(({ name, fleet, durationMs }) => [name, weightOf(fleet.devices, durationMs)]),
  );
  return [...besides(plan), ...seedBySeed(plan)].map((run, index) => ({
    ...run,
    index,
    weight: weights.get(run.scenario) ?? drawnWeight(run.seed),
  }));
}

/** In the order in which they are handed out: what failed before begins. */
export function failedFirst(
  items: readonly SweepItem[],
  { first }: Pick<SweepPlan, 'first'>,
): readonly SweepItem[] {
  const failed = new Set(first.map(keyOf));
  const hasFailed = (item: SweepItem): boolean => failed.has(keyOf(item));
  return [...items.filter(hasFailed), ...items.filter((item) => !hasFailed(item))];
}

/** Of what failed before, the runs of these scenarios that no seed makes, each once. */
function besides(plan: Asked): readonly PlannedRun[] {
  const names = namesOf(plan);
  const made = new Set(seedBySeed(plan).map(keyOf));
  return eachOnce(plan.first).filter((run) => names.includes(run.scenario) && !made.has(keyOf(run)));
}

function seedBySeed(plan: Asked): readonly PlannedRun[] {
  const names = namesOf(plan);
  return eachOnce(plan.seeds.flatMap((seed) => names.map((scenario) => ({ scenario, seed }))));
}

function eachOnce(runs: readonly PlannedRun[]): readonly PlannedRun[] {
  return [...new Map(runs.map((run) => [keyOf(run), run])).values()];
}

function keyOf({ scenario, seed }: PlannedRun): string {
  return JSON.stringify([scenario, seed]);
}

/** What is run, as reports name it. */
export function namesOf({ scenarios, swarm }: Pick<SweepPlan, 'scenarios' | 'swarm'>): readonly string[] {
  return swarm ? [SWARM] : scenarios.map(({ name }) => name);
}

function drawnWeight(seed: string): number {
  const { devices, durationMs } = drawnSize(seed);
  return weightOf(devices, durationMs);
}

function weightOf(devices: number, durationMs: number): number {
  return (devices * durationMs) / 1000;
}
