import type {
  FailureGroup,
  LeastMargin,
  ScenarioSummary,
  SometimesSummary,
  SweepSummary,
} from '../sim/sweep/sweep-summary.ts';
import type { RunRecord } from '../sim/sweep/run-record.ts';
import { fewNames } from './few-names.ts';
import { count, metricValue, percent, plural } from './format.ts';
import { bulleted, hanging, heading, stack, table } from './layout.ts';
import type { Column, Lines } from './layout.ts';
import { leftOutWords } from './left-out-words.ts';
import { pageOf } from './page.ts';
import type { Page, PageOptions } from './page.ts';
import { pasteLines } from './paste-lines.ts';
import { runsWarnings } from './runs-warnings.ts';
import { fit, plain } from './text-width.ts';

/** What there is to say of a sweep besides its runs. */
export interface SweepReportOptions extends PageOptions {
  /** One sentence that ends it: why it passed or not. */
  readonly verdict: string;
  readonly passed: boolean;
  /** The command that shows the first failure of its kind again, by scenario and seed. */
  readonly pasteOf: (scenario: string, seed: string) => string;
  /** What the world of a run is like, where no file says it; null where one does. */
  readonly worldOf: (record: RunRecord) => string | null;
  /** How fast it was; empty where nothing is to be said of it. */
  readonly pace: string;
}

const FAILURES_SHOWN = 10;
const MARGINS_SHOWN = 12;

/** What many runs came to: each scenario on a row, failures by kind, and how close the rest was. */
export function renderSweepText(summary: SweepSummary, options: SweepReportOptions): string {
  const page = pageOf(options);
  const word = verdictWord(summary, options.passed, page);
  return stack([
    scenariosBlock(summary.scenarios, page),
    failuresBlock(summary.failures, options, page),
    sometimesBlock(summary.sometimes, page),
    marginsBlock(summary.margins, page),
    bulleted('Not judged', summary.leftOut.map(leftOutWords), page.paint('dim', '–'), page),
    bulleted('Warnings', runsWarnings(summary.warnings).map(plain), page.paint('warn', '!'), page),
    [
      ...(options.pace === '' ? [] : [page.paint('dim', fit(options.pace, page.columns))]),
      ...hanging(`${word}  `, plain(options.verdict), page.columns),
    ],
  ]).join('\n');
}

function verdictWord({ runs, failed, inconclusive }: SweepSummary, passed: boolean, page: Page): string {
  if (passed) return page.paint('good', 'PASSED');
  const isUnknown = runs === 0 || (inconclusive > 0 && inconclusive === failed);
  return isUnknown ? page.paint('warn', 'INCONCLUSIVE') : page.paint('bad', 'FAILED');
}

const NAME: Column = { align: 'left' };
const LEFT: Column = { align: 'left', shrinks: true };
const RIGHT: Column = { align: 'right' };

function scenariosBlock(scenarios: readonly ScenarioSummary[], page: Page): Lines {
  const header = ['scenario', 'runs', 'failed', 'chance', 'tightest bound', 'slack'];
  const rows = scenarios.map(({ scenario, runs, failed, failureChanceMax, tightest }) => [
    `${failed === 0 ? page.paint('good', '✓') : page.paint('bad', '✗')} ${plain(scenario)}`,
    count(runs),
    failed === 0 ? '·' : page.paint('bad', count(failed)),
    failureChanceMax === null || failureChanceMax === 1 ? '' : `< ${percent(failureChanceMax)}`,
    tightest === null ? '' : plain(tightest.bound),
    tightest === null ? '' : slackOf(tightest),
  ]);
  const columns = [NAME, RIGHT, RIGHT, RIGHT, LEFT, RIGHT];
  const dim = header.map((title) => page.paint('dim', title));
  return [
    heading('Scenarios', page),
    ...table(columns, [dim, ...rows], page),
    ...hanging(
      '  ',
      'chance: of a failure, with 95 % confidence, by the runs that had none. slack: how much of its room a bound had left, at its worst.',
      page.columns,
    ).map((line) => page.paint('dim', line)),
  ];
}

function failuresBlock(
  failures: readonly FailureGroup[],
  { pasteOf, worldOf }: SweepReportOptions,
  page: Page,
): Lines {
  if (failures.length === 0) return [];
  const alike = alikeIn(failures);
  const shown = alike.slice(0, FAILURES_SHOWN).flatMap(([group, ...others]) => {
    const { scenario, first } = group;
    const world = worldOf(first);
    const headline = others.length === 0 ? inOneScenario(group) : inScenarios([group, ...others]);
    return [
      ...hanging(`  ${page.paint('bad', '✗')} `, headline, page.columns),
      ...hanging('    ', plain(messageOf(group)), page.columns),
      ...(world === null ? [] : hanging('    drawn: ', plain(world), page.columns)),
      ...pasteLines(pasteOf(scenario, first.seed), page.columns - 4)
        .slice(1)
        .map((line) => `  ${line}`),
    ];
  });
  const rest = alike.length - FAILURES_SHOWN;
  return [
    heading('Failures', page),
    ...shown,
    ...(rest > 0 ? [page.paint('dim', `  and ${plural(rest, 'other kind')} of failure`)] : []),
  ];
}

type Alike = readonly [FailureGroup, ...FailureGroup[]];

/** Of an edge that starts in none of the scenarios, one failure is to be read. */
function alikeIn(failures: readonly FailureGroup[]): readonly Alike[] {
  const alike = new Map<string, [FailureGroup, ...FailureGroup[]]>();
  for (const group of failures) {
    const key = `${group.failure}: ${messageOf(group)}`;
    const others = alike.get(key);
    if (others === undefined) alike.set(key, [group]);
    else others.push(group);
  }
  return [...alike.values()];
}

function messageOf({ first }: FailureGroup): string {
  return first.broken[0]?.message ?? first.why;
}

function inOneScenario({ scenario, failure, seeds }: FailureGroup): string {
  return `${plain(scenario)}: ${plain(failure)}, ${plural(seeds.length, 'run')} (seed ${fewNames(seeds)})`;
}

function inScenarios(groups: Alike): string {
  const runs = groups.reduce((sum, { seeds }) => sum + seeds.length, 0);
  const names = groups.map(({ scenario }) => scenario);
  const where = `${count(groups.length)} scenarios`;
  return `${plain(groups[0].failure)} in ${where}, ${plural(runs, 'run')} (${fewNames(names)})`;
}

function marginsBlock(margins: readonly LeastMargin[], page: Page): Lines {
  if (margins.length === 0) return [];
  const rows = margins
    .slice(0, MARGINS_SHOWN)
    .map((margin) => [
      plain(margin.scenario),
      plain(margin.bound),
      metricValue(margin.value, margin.unit),
      slackOf(margin),
      plain(margin.seed),
    ]);
  const header = ['scenario', 'bound', 'worst', 'slack', 'seed'].map((title) => page.paint('dim', title));
  return [
    heading('Margins, the tightest first', page),
    ...table([NAME, LEFT, RIGHT, RIGHT, RIGHT], [header, ...rows], page),
  ];
}

function sometimesBlock(sometimes: readonly SometimesSummary[], page: Page): Lines {
  if (sometimes.length === 0) return [];
  const rows = sometimes.map(({ scenario, name, hits, inRuns, runs }) => [
    `${hits > 0 ? page.paint('good', '✓') : page.paint('bad', '✗')} ${plain(scenario ?? 'any scenario')}`,
    plain(name),
    hits > 0 ? `${count(hits)}×` : page.paint('bad', 'never'),
    `in ${count(inRuns)} of ${count(runs)}`,
  ]);
  return [heading('Sometimes', page), ...table([NAME, LEFT, RIGHT, RIGHT], rows, page)];
}

function slackOf({ slack }: LeastMargin): string {
  return slack < 0 ? `-${percent(-slack)}` : percent(slack);
}
