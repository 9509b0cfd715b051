import { plural } from '../../../reports/format.ts';
import { renderComparisonChecks } from '../../../reports/index.ts';
import type { CaseStatus, Report } from '../../../reports/reporters/report.ts';
import { casePlace } from './case-place.ts';
import type { ComparisonCheck } from './comparison-baselines.ts';

const SAYS: Readonly<Record<ComparisonCheck['kind'], string>> = {
  same: 'as agreed',
  new: 'no table is agreed on yet: check --compare --update writes it',
  changed: 'another table',
  failed: 'the comparison could not be made',
};

/** What came of the tables of policies. */
export function comparisonCheckReport(checks: readonly ComparisonCheck[], updates: boolean): Report {
  const isWrong = ({ kind }: ComparisonCheck): boolean => kind === 'failed' || (!updates && kind !== 'same');
  const wrong = checks.filter(isWrong).length;
  const passed = wrong === 0 && checks.length > 0;
  const of = plural(checks.length, 'table');
  const written = checks.filter(({ kind }) => kind === 'new' || kind === 'changed').length;
  const verdict =
    checks.length === 0
      ? 'there are no tables: a Markdown file among the baselines begins with <!-- sim compare … -->'
      : updates
        ? `${of} compared; ${written} written`
        : wrong === 0
          ? `${of} as agreed`
          : `${wrong} of ${of} not as agreed`;
  const cases = checks.map((check) => {
    const status: CaseStatus = isWrong(check) ? 'failed' : check.kind === 'same' ? 'passed' : 'note';
    return {
      group: 'comparisons',
      name: check.file,
      status,
      says: updates && status === 'note' ? 'written' : SAYS[check.kind],
      details: check.details,
      properties: {},
      paste: `npm run sim -- compare ${check.words}`,
      place: casePlace(check.file, 1),
      story: [],
      draws: null,
    };
  });
  return {
    command: 'check --compare',
    passed,
    verdict,
    cases,
    text: (options) => renderComparisonChecks(cases, { ...options, passed, verdict }),
    markdown: null,
    data: { whole: checks, parts: checks },
    found: { kind: 'cases' },
  };
}
