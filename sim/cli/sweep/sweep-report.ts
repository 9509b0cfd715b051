import { renderSweepText } from '../../../reports/index.ts';
import { sweepMarkdown } from '../../../reports/sweep-markdown.ts';
import { plural } from '../../../reports/format.ts';
import type { Report, SmallFailure } from '../../../reports/reporters/report.ts';
import { hasPassed, neverInWords, summarise, SWARM } from '../../sweep/index.ts';
import type { BlobHead, BlobRun, RunRecord, SweepSummary } from '../../sweep/index.ts';
import { EXIT, exitCodeOf, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { caseOf } from '../run-cases.ts';
import { toldIn } from '../output/told-stories.ts';
import type { ToldStories } from '../output/told-stories.ts';

export interface SweepFindings {
  readonly command: 'sweep' | 'merge';
  readonly head: BlobHead;
  /** In the order of the plan. */
  readonly runs: readonly BlobRun[];
  readonly scenarioOf: (name: string) => LoadedScenario | null;
  readonly pasteOf: (scenario: string, seed: string) => string;
  /** What the world of a run is like, where no file says it; null where one does. */
  readonly worldOf: (record: RunRecord) => string | null;
  readonly stories: ToldStories;
  readonly small: readonly SmallFailure[];
  /** Why not all were run that were planned, or not all is kept; null where nothing is to be said. */
  readonly cutShort: string | null;
  /** Somebody stopped it, or its results are not kept: whatever it found, that is no pass. */
  readonly isBroken: boolean;
  /** How fast it was; empty where nothing is to be said of it. */
  readonly pace: string;
}

/** What a sweep found. Nothing in its data depends on how long it took, on how many threads or on shards. */
export function sweepReport(findings: SweepFindings): Report {
  const { command, head, runs, scenarioOf, pasteOf, worldOf, stories, small, cutShort, pace } = findings;
  const records = runs.map(({ record }) => record);
  const summary = summarise(records);
  // What is asked of many runs together is asked of the whole plan: not of a shard, nor of as much as time allowed.
  const isWhole = head.shard.of === 1 && cutShort === null;
  const never = isWhole ? neverInWords(summary) : [];
  // Where there are more shards than runs, some have nothing to do.
  const ranAny = summary.runs > 0 || head.mine === 0;
  const passed = summary.failed === 0 && ranAny && !findings.isBroken && never.length === 0;
  const came = verdictOf(findings, summary);
  const verdict = [came, ...never].join('; ');
  return {
    command,
    passed,
    verdict,
    cases: records.map((record) =>
      caseOf(record, {
        loaded: scenarioOf(record.scenario),
        paste: pasteOf(record.scenario, record.seed),
        ...toldIn(stories, record),
        world: hasPassed(record) ? null : worldOf(record),
      }),
    ),
    text: (options) => renderSweepText(summary, { ...options, verdict, passed, pasteOf, worldOf, pace }),
    markdown: sweepMarkdown(summary),
    data: {
      whole: { plan: head.plan, version: head.version, shard: head.shard, cutShort, summary, runs: records },
      parts: [...records, { summary, cutShort }],
    },
    found: { kind: 'many', summary, small, held: [], asksSometimes: isWhole },
  };
}

function verdictOf(
  { head, cutShort }: SweepFindings,
  { runs, failed, inconclusive, notWholly }: SweepSummary,
): string {
  const { shard, scenarios } = head;
  const part = shard.of === 1 ? '' : ` of shard ${shard.index}/${shard.of}`;
  const worlds = scenarios.includes(SWARM) ? 'drawn worlds' : plural(scenarios.length, 'scenario');
  if (head.mine === 0) return `there is nothing to run${part}: the plan has ${plural(head.planned, 'run')}`;
  const what = `${plural(runs, 'run')} of ${worlds}${part}`;
  if (runs === 0) return `no run was made, so nothing is known; ${cutShort ?? 'nothing was planned'}`;
  const came = cameTo(what, failed, inconclusive);
  const partly = notWholly === 0 ? '' : `; in ${notWholly} not all expectations were judged`;
  return cutShort === null ? `${came}${partly}` : `${came}${partly}; ${cutShort}`;
}

function cameTo(what: string, notPassed: number, inconclusive: number): string {
  if (notPassed === 0) return `${what} passed`;
  if (inconclusive === 0) return `${notPassed} of ${what} failed`;
  const failed = notPassed - inconclusive;
  const unjudged = `${inconclusive} of ${what} ${inconclusive === 1 ? 'was' : 'were'} inconclusive`;
  return failed === 0 ? unjudged : `${unjudged}, ${failed} failed`;
}

/**
 * What a sweep says to its caller: of its runs the gravest, and of none that nothing is known.
 * @param isBroken something broke it off, which has a code of its own
 */
export function earnedBy({ passed }: Report, runs: readonly BlobRun[], isBroken: boolean): ExitCode {
  if (passed) return EXIT.passed;
  if (runs.length === 0) return EXIT.inconclusive;
  const came = gravest(runs.map(({ record }) => exitCodeOf(record.outcome)));
  return came === EXIT.passed && !isBroken ? EXIT.failed : came;
}
