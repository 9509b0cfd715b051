import { REPORTERS } from '../../../reports/reporters/reporters.ts';
import type { SmallFailure } from '../../../reports/reporters/report.ts';
import { shrink } from '../../shrink/index.ts';
import type { Shrinkage } from '../../shrink/index.ts';
import type { RunRecord } from '../../sweep/index.ts';
import { failureFileOf, failurePathOf, failureText, pasteReplay } from '../failures/failure-files.ts';
import type { SubjectValues } from '../failures/failure-files.ts';
import type { Given } from '../flags/flags.ts';
import { isBrought } from '../loading/load-subject.ts';
import type { ManyRuns } from '../flags/many-runs-flags.ts';
import { pasteLine } from '../flags/paste-line.ts';
import type { ChosenReporter } from '../flags/reporter-flag.ts';
import { RUN_FLAGS } from '../flags/run-flags.ts';
import { namedAgain } from './swarm-worlds.ts';
import { firstsOfKind } from '../output/told-stories.ts';
import { packageVersion } from '../version.ts';
import { createRunRecorder } from '../workers/recorded-runner.ts';

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
  readonly given: Given;
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
  around: Shrinking,
): Promise<readonly SmallFailure[]> {
  const { values, chosen } = around;
  // A schedule does not list the order of ties.
  const isWanted = !values['shuffle-ties'] && chosen.some(({ name }) => 'showsSmall' in REPORTERS[name]);
  if (!isWanted) return [];
  const found: SmallFailure[] = [];
  for (const [index, record] of firstsOfKind(records).entries()) {
    const made = index < KINDS_MAX ? await madeSmall(record, around) : null;
    found.push(made ?? { kind: 'open', ...namesOf(record, around) });
  }
  return found;
}

/** Null: it would take too long here, or nothing was found. */
async function madeSmall(record: RunRecord, around: Shrinking): Promise<SmallFailure | null> {
  const { values, many, isStopped } = around;
  const { edge, device, policy } = values;
  const runsMax = runsFor(record);
  const { scenario, seed } = many.jobOf(record);
  // Each run of code that users bring has a thread of its own, which takes longer to start than the run.
  if (isBrought(values, [{ scenario }]) || runsMax < RUNS_MIN || isStopped()) return null;
  const { transport, interleave } = many;
  const subject = { words: { edge, device, policy }, transport, interleave };
  const recorder = createRunRecorder(many.workers, subject, scenario);
  try {
    const isOver = () => (isStopped() ? 'interrupted' : null);
    const shrinkage = await shrink({ scenario, seed, recorder, runsMax, otherSeeds: 0, isOver });
    return shrinkage.kind === 'shrunk' ? smallFailureOf(shrinkage, record, around) : null;
  } finally {
    await recorder.close();
  }
}

function runsFor({ metrics }: RunRecord): number {
  return Math.min(RUNS_MAX, Math.floor(READINGS_MAX / Math.max(1, metrics.generated ?? READINGS_MAX)));
}

function namesOf({ scenario, seed }: RunRecord, { given, many }: Shrinking) {
  const named = many.scenarioOf(scenario)?.named ?? namedAgain({ scenario, seed });
  return { scenario, seed, paste: pasteLine(RUN_FLAGS, { ...given, scenario: named, seed }, ['shrink']) };
}

function smallFailureOf(
  { from, findings, bound }: Extract<Shrinkage, { readonly kind: 'shrunk' }>,
  record: RunRecord,
  around: Shrinking,
): SmallFailure {
  const { scenario, seed } = record;
  const taken = new Set<string>();
  const petrel = packageVersion();
  return {
    kind: 'small',
    ...namesOf(record, around),
    from,
    bound,
    findings: findings.map((finding) => {
      const path = failurePathOf(scenario, seed, finding, taken);
      const file = failureFileOf(around.values, finding, { petrel, seed });
      return { finding, path, text: failureText(path, file, finding), paste: pasteReplay(path) };
    }),
  };
}
