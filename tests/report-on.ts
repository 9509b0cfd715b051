import type { Found, Report } from '../reports/reporters/report.ts';

/** A report that says no more than what was found. */
export function reportOn(found: Found): Report {
  return {
    command: 'run',
    passed: false,
    verdict: 'it failed',
    cases: [],
    text: () => '',
    markdown: null,
    data: { whole: null, parts: [] },
    found,
  };
}
