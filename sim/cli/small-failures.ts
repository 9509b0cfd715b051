import { REPORTERS } from '../../reports/reporters/reporters.ts';
import type { SmallFailure } from '../../reports/reporters/report.ts';
import { shrink } from '../shrink/index.ts';
import type { Shrinkage } from '../shrink/index.ts';
import type { RunRecord } from '../sweep/index.ts';
import { failureFileOf, failurePathOf, failureText, pasteReplay } from './failure-files.ts';
import type { SubjectValues } from './failure-files.ts';
import type { ManyRuns } from './many-runs-flags.ts';
import type { ChosenReporter } from './reporter-flag.ts';
import { firstsOfKind } from './told-stories.ts';
import { packageVersion } from './version.ts';
import { createRunRecorder } from './workers/recorded-runner.ts';

/** So many kinds of failures are made small: who has more has seen enough for a day. */
const KINDS_MAX = 3;
/** A search takes some hundred runs. */
const RUNS_MAX = 400;
/** Of all its runs together, by the readings of the failing one: seconds, and no minutes, on any machine. */
const READINGS_MAX = 200_000;
/** Fewer runs find nothing. */
const RUNS_MIN = 40;

export interface Shrinking {
  readonly values: SubjectValues & { readonly 'shuffle-ties': boolean };
  readonly many: ManyRuns;
  readonly chosen: readonly ChosenReporter[];
  readonly isStopped: () => boolean;
}

/**
 * The first of each kind of failure, made small, for reporters that show it; as far as that is soon done. Where it ends depends
 * on what was run alone, so the same runs give the same page.
 */
export async function smallFailures(
  records: readonly RunRecord[],
  { values, many, chosen, isStopped }: Shrinking,
): Promise<readonly SmallFailure[]> {
  // A schedule does not list the order of ties.
  const isWanted = !values['shuffle-ties'] && chosen.some(({ name }) => 'showsSmall' in REPORTERS[name]);
  if (!isWanted) return [];
  const { edge, device, policy } = values;
  const found: SmallFailure[] = [];
  for (const record of firstsOfKind(records).slice(0, KINDS_MAX)) {
    const runsMax = runsFor(record);
    if (runsMax < RUNS_MIN || isStopped()) continue;
    const { scenario, seed } = many.jobOf(record);
    const { transport, interleave } = many;
    const recorder = createRunRecorder(many.workers, {
      words: { edge, device, policy },
      transport,
      interleave,
    });
    try {
      const isOver = () => (isStopped() ? 'interrupted' : null);
      const shrinkage = await shrink({ scenario, seed, recorder, runsMax, otherSeeds: 0, isOver });
      if (shrinkage.kind === 'shrunk') found.push(smallFailureOf(shrinkage, record, values));
    } finally {
      await recorder.close();
    }
  }
  return found;
}

function runsFor({ metrics }: RunRecord): number {
  return Math.min(RUNS_MAX, Math.floor(READINGS_MAX / Math.max(1, metrics.generated ?? READINGS_MAX)));
}

function smallFailureOf(
  { from, findings, bound }: Extract<Shrinkage, { readonly kind: 'shrunk' }>,
  { scenario, seed }: RunRecord,
  values: SubjectValues,
): SmallFailure {
  const taken = new Set<string>();
  const petrel = packageVersion();
  return {
    scenario,
    seed,
    from,
    bound,
    findings: findings.map((finding) => {
      const path = failurePathOf(scenario, seed, finding, taken);
      const text = failureText(path, failureFileOf(values, finding, { petrel, seed }), finding);
      return { finding, path, text, paste: pasteReplay(path) };
    }),
  };
}
