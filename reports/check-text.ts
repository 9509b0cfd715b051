import type { CheckedRun, ScenarioCheck } from '../sim/sweep/scenario-check.ts';
import type { RunsWarning } from '../sim/sweep/warnings-of-runs.ts';
import type { KeptCheck } from '../sim/shrink/index.ts';
import { changeSentence } from './change-words.ts';
import { plural } from './format.ts';
import { keptSentence } from './kept-words.ts';
import { bulleted, hanging, heading, stack } from './layout.ts';
import type { Lines } from './layout.ts';
import { pageOf } from './page.ts';
import type { Page, PageOptions } from './page.ts';
import type { Tone } from './paint.ts';
import type { CaseStatus } from './reporters/report.ts';
import { runsWarnings } from './runs-warnings.ts';
import { padTo, plain, widthOf } from './text-width.ts';

/** A failure that was kept. */
export interface KeptRow {
  readonly check: KeptCheck;
  readonly status: CaseStatus;
  /** The command that shows it again. */
  readonly paste: string;
}

export interface CheckReportOptions extends PageOptions {
  readonly verdict: string;
  readonly passed: boolean;
  /** Other trajectories fail too. */
  readonly strict: boolean;
  /** Baselines that no scenario has. */
  readonly stale: readonly string[];
  /** Sentences on what was written; empty where nothing was. */
  readonly written: readonly string[];
  readonly pasteOf: (scenario: string, seed: string) => string;
  readonly kept: readonly KeptRow[];
  readonly warnings: readonly RunsWarning[];
}

type Kind = CheckedRun['change']['kind'];

const MARKS: Readonly<Record<Kind, readonly [mark: string, tone: Tone]>> = {
  failed: ['✗', 'bad'],
  outcome: ['✗', 'bad'],
  new: ['?', 'bad'],
  trajectory: ['~', 'warn'],
  more: ['+', 'good'],
  same: ['✓', 'good'],
};

const NOT_RUN = ['–', 'warn'] as const;

/** The gravest first. */
const GRAVITY: readonly Kind[] = ['failed', 'outcome', 'new', 'trajectory', 'more', 'same'];

/** Each scenario on a line, and what changed beneath it. */
export function renderCheckText(checks: readonly ScenarioCheck[], options: CheckReportOptions): string {
  const page = pageOf(options);
  const { stale, written, passed, verdict, warnings } = options;
  const word = passed ? page.paint('good', 'PASSED') : page.paint('bad', 'FAILED');
  const width = Math.max(0, ...checks.map(({ scenario }) => widthOf(plain(scenario))));
  return stack([
    [heading('Check', page), ...checks.flatMap((check) => scenarioLines(check, width, options, page))],
    keptLines(options, page),
    bulleted('Warnings', runsWarnings(warnings).map(plain), page.paint('warn', '!'), page),
    stale.flatMap((name) =>
      hanging(
        `  ${page.paint('warn', '!')} `,
        `${plain(name)} has a baseline and is no scenario here; check --update removes it`,
        page.columns,
      ),
    ),
    written.flatMap((sentence) => hanging('  · ', plain(sentence), page.columns)),
    hanging(`${word}  `, plain(verdict), page.columns),
  ]).join('\n');
}

const KEPT_MARKS: Readonly<Record<CaseStatus, readonly [mark: string, tone: Tone]>> = {
  failed: ['✗', 'bad'],
  note: ['~', 'warn'],
  passed: ['✓', 'good'],
};

function keptLines({ kept }: CheckReportOptions, page: Page): Lines {
  if (kept.length === 0) return [];
  return [
    heading('Kept failures', page),
    ...kept.flatMap(({ check, status, paste }) => {
      const [mark, tone] = KEPT_MARKS[status];
      const says = `${plain(check.path)}: ${plain(keptSentence(check))}`;
      return [
        ...hanging(`  ${page.paint(tone, mark)} `, says, page.columns),
        ...(status === 'failed' ? [`      ${paste}`] : []),
      ];
    }),
  ];
}

function scenarioLines(
  check: ScenarioCheck,
  width: number,
  { pasteOf, strict }: CheckReportOptions,
  page: Page,
): Lines {
  const { scenario, runs, settingsChanged, notRun, goneMetrics } = check;
  const worst = GRAVITY.find((kind) => runs.some(({ change }) => change.kind === kind)) ?? 'same';
  const [mark, tone] = runs.length === 0 ? NOT_RUN : MARKS[worst];
  const told = runs.filter(({ change }) => change.kind !== 'same');
  const remarks = [
    ...(settingsChanged ? ['its settings have changed since'] : []),
    ...(notRun.length > 0
      ? [`seeds of its baseline that were not run: ${notRun.map(plain).join(', ')}`]
      : []),
    ...(goneMetrics.length > 0
      ? [`it names metrics that are no more: ${goneMetrics.map(plain).join(', ')}`]
      : []),
  ];
  const same = runs.length - told.length;
  const summary = [
    runs.length === 0
      ? 'not run'
      : `${plural(runs.length, 'run')}${told.length === 0 ? ' as agreed' : `, ${same} as agreed`}`,
    ...remarks,
  ].join('; ');
  return [
    ...hanging(
      `  ${page.paint(strict && worst === 'trajectory' ? 'bad' : tone, mark)} ${padTo(plain(scenario), width)}  `,
      summary,
      page.columns,
    ),
    ...byWords(told).flatMap(({ words, seeds, first }) => [
      ...hanging('      ', `seed ${seeds.map(plain).join(', ')}: ${plain(words)}`, page.columns),
      ...(first.change.kind === 'failed' ? [`        ${pasteOf(scenario, first.record.seed)}`] : []),
    ]),
  ];
}

interface Told {
  readonly words: string;
  readonly seeds: readonly string[];
  readonly first: CheckedRun;
}

/** Runs of which there is the same to say, together. */
function byWords(runs: readonly CheckedRun[]): readonly Told[] {
  const said = runs.map((run) => ({ run, words: changeSentence(run.change, run.record) }));
  return said.flatMap(({ run, words }, index) => {
    if (said.findIndex((other) => other.words === words) !== index) return [];
    const seeds = said.filter((other) => other.words === words).map((other) => other.run.record.seed);
    return [{ words, seeds, first: run }];
  });
}
