import type { RunRecord } from './run-record.ts';

/** What several runs were warned of. */
export interface RunsWarning {
  /** As the first of them was told. */
  readonly text: string;
  readonly scenario: string;
  readonly seed: string;
  readonly runs: number;
}

/** Warnings that differ in their numbers alone are one. In the order of the runs. */
export function warningsOfRuns(
  records: readonly Pick<RunRecord, 'scenario' | 'seed' | 'warnings'>[],
): readonly RunsWarning[] {
  const found = new Map<string, RunsWarning>();
  for (const { scenario, seed, warnings } of records) {
    for (const text of warnings) {
      const key = text.replaceAll(/\d[\d,.]*/g, '#');
      const known = found.get(key) ?? { text, scenario, seed, runs: 0 };
      found.set(key, { ...known, runs: known.runs + 1 });
    }
  }
  return [...found.values()];
}
