import { createHash } from 'node:crypto';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioToYaml } from '../scenario/index.ts';
import type { TransportName } from '../transport/index.ts';

/** All that a sweep runs, as it was asked for. The same on every machine that takes a part of it. */
export interface SweepPlan {
  /** Of Petrel: another version may run another world under the same seed. */
  readonly version: string;
  readonly scenarios: readonly Scenario[];
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
  const { version, seeds, first, transport, interleave, shuffleTies, subject } = rest;
  const files = Object.keys(subject)
    .toSorted()
    .map((word) => [word, subject[word]]);
  const said = [
    version,
    scenarios.map(scenarioToYaml),
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
export function itemsOf({ scenarios, seeds, first }: SweepPlan): readonly SweepItem[] {
  const weights = new Map(scenarios.map((scenario) => [scenario.name, weightOf(scenario)]));
  const isSaid = new Set<string>();
  const all: readonly PlannedRun[] = [
    ...first.filter(({ scenario }) => weights.has(scenario)),
    ...seeds.flatMap((seed) => scenarios.map(({ name }) => ({ scenario: name, seed }))),
  ];
  return all
    .filter(({ scenario, seed }) => {
      const said = JSON.stringify([scenario, seed]);
      if (isSaid.has(said)) return false;
      isSaid.add(said);
      return true;
    })
    .map((run, index) => ({ ...run, index, weight: weights.get(run.scenario) ?? 1 }));
}

function weightOf({ fleet, durationMs }: Scenario): number {
  return (fleet.devices * durationMs) / 1000;
}
