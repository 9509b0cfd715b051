import type { Scenario } from '../../sim/scenario/index.ts';
import { recorderHere, shrink } from '../../sim/shrink/index.ts';
import type { Finding, RunRecorder, Shrinkage } from '../../sim/shrink/index.ts';
import type { Canary } from './canary.ts';
import { load, subjectOf, transportFor } from './run-canary.ts';
import type { Parts } from './run-canary.ts';

export const OTHER_SEEDS = 20;

/** Runs an edge against a device as a search has it: here, one after another. */
function recorderOf(parts: Parts): RunRecorder {
  return recorderHere({
    makeSubject: async (scenario) => subjectOf(scenario, parts),
    transport: transportFor(parts.edge),
    interleave: true,
  });
}

/** What is left of the run in which an edge or a device fails. */
export function shrunk(
  scenario: Scenario,
  seed: string,
  { otherSeeds, ...parts }: Parts & { readonly otherSeeds: number },
): Promise<Shrinkage> {
  return shrink({
    scenario,
    seed,
    recorder: recorderOf(parts),
    runsMax: 500,
    otherSeeds,
    isOver: () => null,
  });
}

/** How small the failing run of a canary becomes. */
export interface Shrunk {
  readonly runs: number;
  readonly devices: number;
  readonly atoms: number;
  readonly readings: number;
  /** Under so many of 20 other seeds it fails as well. */
  readonly otherSeeds: number;
  readonly allNeeded: boolean;
}

/** Null: it is not caught under this seed, or the search ends without a run of the same failure. */
export async function shrunkCanary(canary: Canary, seed: string): Promise<Shrunk | null> {
  const found = await shrunk(load(canary.scenario), seed, { ...canary, otherSeeds: OTHER_SEEDS });
  if (found.kind !== 'shrunk') return null;
  const finding = found.findings.find(({ failure, alsoShows }) =>
    [failure.signature, ...alsoShows].some((signature) => signature.startsWith(`${canary.invariant}: `)),
  );
  return finding === undefined ? null : sizeOf(finding, found.runs);
}

function sizeOf({ candidate, explained, readings, otherSeeds }: Finding, runs: number): Shrunk {
  return {
    runs,
    devices: candidate.devices?.length ?? candidate.scenario.fleet.devices,
    atoms: explained.length,
    readings,
    otherSeeds: otherSeeds.failing,
    allNeeded: explained.every(({ isNeeded }) => isNeeded === true),
  };
}
