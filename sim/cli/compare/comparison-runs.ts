import { comparisonOf, replicate, replicateUntil, replicationsOf } from '../../explore/index.ts';
import type { Comparison, Replication, SeedReplications } from '../../explore/index.ts';
import type { PlannedComparison } from './comparison-plan.ts';
import type { ComparisonRequest } from './comparison-request.ts';
import type { SeedProgress } from './seed-progress.ts';
import type { SeedRunner } from '../workers/seed-runner.ts';

export interface ComparisonSurroundings {
  readonly runner: SeedRunner;
  readonly progress: SeedProgress;
  readonly isStopped: () => boolean;
  /** How many comparisons stand in the report. */
  readonly comparisons: number;
}

export interface ComparedRuns {
  /** Null when it was stopped before the first seed was done. */
  readonly comparison: Comparison | null;
  /** In the order of seeds, then of policies. */
  readonly broken: readonly Replication[];
}

/** Runs one planned comparison to its end, or as far as it gets. */
export async function compareRuns(
  request: ComparisonRequest,
  plan: PlannedComparison,
  { runner, progress, isStopped, comparisons }: ComparisonSurroundings,
): Promise<ComparedRuns> {
  const { seeds, seedsMax, precision, transport, edge, device, baseline, normalize, primary } = request;
  const interleave = request.interleave !== 'off';
  const shuffleTies = request['shuffle-ties'];
  const allowNet = request['allow-net'];
  const { policies, scenario, devices, sweep, span } = plan;
  const warnings = new Set<string>();
  const replicateSeeds = (batch: readonly string[]): Promise<readonly SeedReplications[]> => {
    progress.addSeeds(batch.length);
    return replicate({
      seeds: batch,
      atOnce: runner.atOnce,
      isStopped,
      onDone: progress.seedDone,
      runSeed: async (seed) => {
        const end = await runner.run({
          seed,
          policies,
          span,
          edge,
          device,
          allowNet,
          transport,
          interleave,
          shuffleTies,
        });
        for (const warning of end.warnings) warnings.add(warning);
        return end.replications;
      },
    });
  };
  const comparisonOn = (done: readonly SeedReplications[], complete: boolean): Comparison =>
    comparisonOf({
      scenario,
      devices,
      transport,
      seeds: done.map(({ seed }) => seed),
      baseline,
      normalized: normalize,
      primary,
      precision,
      span,
      complete,
      comparisons,
      sweep: sweep === null ? null : { setting: sweep.setting, value: sweep.value },
      policies: policies.map((planned, index) => ({ ...planned, replications: replicationsOf(done, index) })),
    });
  const { done, complete } = await replicateUntil({
    seeds,
    seedsMax: precision === null ? seeds.length : seedsMax,
    replicateSeeds,
    isReached: (soFar) => precision !== null && comparisonOn(soFar, true).precision?.reached === true,
  });
  if (done.length === 0) return { comparison: null, broken: [] };
  const comparison = comparisonOn(done, complete);
  const all = [...plan.warnings, ...comparison.warnings, ...[...warnings].toSorted()];
  return {
    comparison: { ...comparison, warnings: all },
    broken: done.flatMap(({ replications }) => replications.filter(({ broken }) => broken)),
  };
}
