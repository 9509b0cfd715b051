import { changeSentence } from '../../../reports/change-words.ts';
import { plural } from '../../../reports/format.ts';
import { renderCheckText } from '../../../reports/index.ts';
import { keptSentence } from '../../../reports/kept-words.ts';
import type { CaseStatus, Report, ReportCase, SmallFailure } from '../../../reports/reporters/report.ts';
import { isKeptWell, isStale } from '../../shrink/index.ts';
import type { KeptCheck } from '../../shrink/index.ts';
import { hasPassed, isWrong, summarise } from '../../sweep/index.ts';
import type { CheckedRun, ScenarioCheck } from '../../sweep/index.ts';
import { casePlace } from './case-place.ts';
import type { ExitCode } from '../exit-code.ts';
import { pasteReplay } from '../failures/failure-files.ts';
import type { ManyRuns } from '../flags/many-runs-flags.ts';
import { caseOf } from '../run-cases.ts';
import { toldIn } from '../output/told-stories.ts';
import type { ToldStories } from '../output/told-stories.ts';

/** What of the command line decides. */
interface CheckValues {
  readonly update: boolean;
  readonly strict: boolean;
}

/** What a check found. */
export interface CheckFindings {
  readonly checks: readonly ScenarioCheck[];
  readonly stories: ToldStories;
  readonly small: readonly SmallFailure[];
  readonly kept: readonly KeptCheck[];
  readonly stale: readonly string[];
  readonly written: readonly string[];
  readonly interrupted: ExitCode | null;
  readonly many: ManyRuns;
  readonly pasteOf: (scenario: string, seed: string) => string;
}

export function checkReport(values: CheckValues, findings: CheckFindings): Report {
  const { checks, kept, stale, written, interrupted, pasteOf } = findings;
  const { strict } = values;
  const runs = checks.flatMap(({ runs: own }) => own);
  const wrong = runs.filter(({ record, change }) =>
    values.update ? !hasPassed(record) : isWrong(change, strict),
  );
  const hasStale = strict && stale.length > 0;
  const back = kept.filter((check) => !isKeptWell(check, strict));
  const agreed = wrong.length === 0 && runs.length > 0 && !hasStale;
  const passed = agreed && back.length === 0 && interrupted === null;
  const verdict = verdictOf(findings, runs, wrong.length, values);
  const summary = summarise(runs.map(({ record }) => record));
  return {
    command: 'check',
    passed,
    verdict,
    cases: [
      ...runs.map((run) => checkCase(run, { ...findings, strict, updates: values.update })),
      ...kept.map((check) => keptCase(check, strict)),
    ],
    text: (options) =>
      renderCheckText(checks, {
        ...options,
        verdict,
        passed,
        strict,
        stale,
        warnings: summary.warnings,
        written,
        pasteOf,
        kept: kept.map((check) => ({
          check,
          status: keptStatus(check, strict),
          paste: pasteReplay(check.path),
        })),
      }),
    markdown: null,
    data: {
      whole: { checks, kept, stale, interrupted: interrupted !== null },
      parts: [...checks, ...kept, { stale }],
    },
    found: {
      kind: 'many',
      summary,
      small: findings.small,
      held: runs.map(({ record: { scenario, seed }, change }) => ({ scenario, seed, change })),
      // Three seeds are too few to ask for what is rare.
      asksSometimes: false,
    },
  };
}

function checkCase(
  { record, change }: CheckedRun,
  around: Pick<CheckFindings, 'many' | 'pasteOf' | 'stories'> & {
    readonly strict: boolean;
    readonly updates: boolean;
  },
): ReportCase {
  const { many, pasteOf, stories, strict, updates } = around;
  const made = caseOf(record, {
    loaded: many.scenarioOf(record.scenario),
    paste: pasteOf(record.scenario, record.seed),
    ...toldIn(stories, record),
  });
  const agreed = updates ? hasPassed(record) : !isWrong(change, strict);
  const status: CaseStatus = !agreed ? 'failed' : change.kind === 'same' ? 'passed' : 'note';
  return { ...made, status, says: changeSentence(change, record) };
}

function keptStatus(check: KeptCheck, strict: boolean): CaseStatus {
  if (!isKeptWell(check, strict)) return 'failed';
  return check.verdict === 'known' || isStale(check) ? 'note' : 'passed';
}

function keptCase(check: KeptCheck, strict: boolean): ReportCase {
  const { path, scenario, seed } = check;
  return {
    group: 'failures',
    name: path,
    status: keptStatus(check, strict),
    says: keptSentence(check),
    details: [],
    properties: { scenario, seed },
    paste: pasteReplay(path),
    place: casePlace(path, 1),
    story: [],
    draws: null,
  };
}

function verdictOf(
  { checks, kept, stale, written, interrupted }: CheckFindings,
  runs: readonly CheckedRun[],
  wrong: number,
  { strict, update: updates }: CheckValues,
): string {
  const of = `${plural(runs.length, 'run')} of ${plural(checks.length, 'scenario')}`;
  const back = kept.filter((check) => !isKeptWell(check, strict)).length;
  const failures = plural(kept.length, 'kept failure');
  if (interrupted !== null) return `interrupted: ${of} were held against their baselines`;
  if (updates) {
    const came = wrong === 0 ? `${of} passed` : `${wrong} of ${of} failed, and what failed is not agreed on`;
    const comeBack = back === 0 ? '' : `; ${back} of ${failures} not as expected, which no update agrees on`;
    return `${came}; ${written.length === 0 ? 'all is as agreed already' : `${plural(written.length, 'baseline')} written`}${comeBack}`;
  }
  const moved = runs.filter(({ change }) => change.kind === 'trajectory').length;
  const parts = [
    wrong === 0 ? `${of} came to what was agreed on` : `${wrong} of ${of} did not come to what was agreed on`,
    ...(moved > 0 && !strict ? [`${moved} by other events`] : []),
    ...(kept.length === 0
      ? []
      : back === 0
        ? [`${failures} as expected`]
        : [`${back} of ${failures} not as expected`]),
    ...(stale.length > 0 ? [`stale: ${stale.join(', ')}`] : []),
  ];
  return parts.join('; ');
}
