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
  /** Runs that failed before and are looked at first, in this order. */
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

/** SHA-256 of all that the plan says, hex: two plans are the same if their hashes are. */
export function planHash({ scenarios, ...rest }: SweepPlan): string {
  const { version, swarm, seeds, first, transport, interleave, shuffleTies, subject } = rest;
  const files = Object.keys(subject)
    .toSorted()
    .map((word) => [word, subject[word]]);
  const said = [
    version,
    scenarios.map(scenarioToYaml),
    swarm,
    seeds,
    first,
    transport,
    interleave,
    shuffleTies,
    files,
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex');
}

/** All runs of a plan in their order: those that failed before, then seed by seed, so that a budget of time meets all scenarios. */
export function itemsOf(
  plan: Pick<SweepPlan, 'scenarios' | 'seeds' | 'first' | 'swarm'>,
): readonly SweepItem[] {
  const { scenarios, seeds, first } = plan;
  const names = namesOf(plan);
  const weights = new Map(
    scenarios.map(({ name, fleet, durationMs }) => [name, weightOf(fleet.devices, durationMs)]),
  );
  const isSaid = new Set<string>();
  const all: readonly PlannedRun[] = [
    ...first.filter(({ scenario }) => names.includes(scenario)),
    ...seeds.flatMap((seed) => names.map((scenario) => ({ scenario, seed }))),
  ];
  return all
    .filter(({ scenario, seed }) => {
      const said = JSON.stringify([scenario, seed]);
      if (isSaid.has(said)) return false;
      isSaid.add(said);
      return true;
    })
    .map((run, index) => ({ ...run, index, weight: weights.get(run.scenario) ?? drawnWeight(run.seed) }));
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
