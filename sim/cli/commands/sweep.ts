import { plural } from '../../../reports/format.ts';
import type { SmallFailure } from '../../../reports/reporters/report.ts';
import { failureOf, hasPassed } from '../../sweep/index.ts';
import type { BlobRun, PlannedRun } from '../../sweep/index.ts';
import { readCorpus, writeCorpus } from '../sweep/corpus-file.ts';
import { EXIT, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { listenForInterruption } from '../interruption.ts';
import { isBrought } from '../loading/load-subject.ts';
import { manyRunsOf } from '../flags/many-runs-flags.ts';
import type { ManyRuns } from '../flags/many-runs-flags.ts';
import { pasteRun } from '../flags/paste-line.ts';
import { reasonOf } from '../reason-of.ts';
import { chosenReporters } from '../flags/reporter-flag.ts';
import { smallFailures } from '../sweep/small-failures.ts';
import { earnedBy, sweepReport } from '../sweep/sweep-report.ts';
import { CORPUS_DEFAULT, SWEEP_FLAGS, sweepPlanOf, sweptWorlds } from '../sweep/sweep-request.ts';
import type { SweepValues } from '../sweep/sweep-request.ts';
import { sweepRuns } from '../sweep/sweep-runs.ts';
import type { Swept } from '../sweep/sweep-runs.ts';
import { parseOptionsOf } from '../flags/subject-flags.ts';
import { drawnInWords, namedAgain } from '../sweep/swarm-worlds.ts';
import { say } from '../output/terminal.ts';
import { toldStories } from '../output/told-stories.ts';
import type { ToldStories } from '../output/told-stories.ts';
import { createRecordRunner } from '../workers/record-runner.ts';
import { writeReports } from '../output/write-reports.ts';
import { command } from './command.ts';
import { NAME } from '../program-name.ts';

export const sweepCommand = command({
  name: 'sweep',
  describe: 'Run scenarios under many seeds, in parallel; say what failed, and how close the rest was',
  flags: SWEEP_FLAGS,
  handle: async (values, given) => {
    const chosen = chosenReporters(values.reporter, values.json, process.env);
    const worlds = sweptWorlds(values);
    const many = manyRunsOf(values, worlds);
    if (!values.quiet) for (const warning of many.warnings) say(warning);
    if (values.seeds.drawn !== null) say(values.seeds.drawn);
    const corpusPath = values.corpus ?? CORPUS_DEFAULT;
    const plan = sweepPlanOf(values, many, readCorpus(corpusPath));
    const interruption = listenForInterruption();
    const isStopped = (): boolean => interruption.code() !== null;
    const runner = createRecordRunner(
      values.queue === undefined ? many.workers : 1,
      isBrought(values, many.loaded),
    );
    let swept: Swept;
    let stories: ToldStories;
    let small: readonly SmallFailure[];
    try {
      swept = await sweepRuns(values, { many, plan, runner, isStopped });
      const records = swept.runs.map(({ record }) => record);
      stories = await toldStories(records, { many, chosen, runner, isStopped });
      small = await smallFailures(records, { values, given, many, chosen, isStopped });
    } finally {
      await runner.close();
      interruption.stop();
    }
    const { head, runs, unkept } = swept;
    const code = interruption.code();
    const isBroken = code !== null || unkept !== null;
    const report = sweepReport({
      command: 'sweep',
      head,
      runs,
      stories,
      small,
      scenarioOf: many.scenarioOf,
      pasteOf: (scenario, seed) => pasteRun({ ...given, scenario: namedAs(many, { scenario, seed }), seed }),
      worldOf: drawnInWords(parseOptionsOf(values, values.policy)),
      cutShort: unkept ?? cutShort(values, swept, code),
      isBroken,
      pace: paceOf(swept),
    });
    const codes: ExitCode[] = [earnedBy(report, runs, isBroken)];
    for (const problem of [unkept, keptInCorpus(corpusPath, runs)]) {
      if (problem === null) continue;
      say(`${NAME}: ${problem}`);
      codes.push(EXIT.unwritten);
    }
    if (code !== null) codes.push(code);
    return writeReports(report, chosen, gravest(codes));
  },
});

/** As it was named, so that a file is found again. */
function namedAs({ scenarioOf }: ManyRuns, run: PlannedRun): string {
  return scenarioOf(run.scenario)?.named ?? namedAgain(run);
}

function cutShort(values: SweepValues, { head, runs }: Swept, interrupted: ExitCode | null): string | null {
  const left = head.mine - runs.length;
  if (left === 0 && interrupted === null) return null;
  const unrun = left === 0 ? 'all were run by then' : `${left} of ${head.mine} were not run`;
  const goOn =
    values.out === undefined
      ? 'nothing is kept of it: with --out FILE the same command goes on where it stopped'
      : `the same command goes on from ${values.out}`;
  if (interrupted !== null) return `it was interrupted: ${unrun}; ${goOn}`;
  if (values.bail && runs.some(({ record }) => !hasPassed(record))) return `${unrun}, as --bail asks`;
  return values['time-budget'] === null ? unrun : `${unrun} within the time budget; ${goOn}`;
}

function paceOf({ ranNow, tookMs, runs }: Swept): string {
  const before = runs.length - ranNow;
  const pace = `${plural(ranNow, 'run')} in ${(tookMs / 1000).toFixed(1)} s, ${Math.round((60_000 * ranNow) / Math.max(tookMs, 1))} a minute`;
  return before === 0 ? pace : `${pace}; ${before} were done before`;
}

/** Null, or why not. */
function keptInCorpus(path: string, runs: readonly BlobRun[]): string | null {
  const failed = runs.flatMap(({ record }) => {
    const failure = failureOf(record);
    return failure === null ? [] : [{ scenario: record.scenario, seed: record.seed, failure }];
  });
  try {
    const added = writeCorpus(path, failed);
    if (added > 0) say(`${path}: ${added} more that failed; the next sweep begins with them.`);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}
