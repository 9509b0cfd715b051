import { changeOf } from './baseline-changes.ts';
import type { RunChange } from './baseline-changes.ts';
import { settingsDigest } from './baseline.ts';
import type { Baseline } from './baseline.ts';
import type { RunRecord } from './run-record.ts';
import type { Scenario } from '../scenario/scenario.ts';

export interface CheckedRun {
  readonly record: RunRecord;
  readonly change: RunChange;
}

/** One scenario held against its baseline. */
export interface ScenarioCheck {
  readonly scenario: string;
  /** It is not what it was when its outcome was agreed on. */
  readonly settingsChanged: boolean;
  /** Seeds that a baseline knows and nobody ran. */
  readonly notRun: readonly string[];
  /** Metrics that its baseline names and that are no more. */
  readonly goneMetrics: readonly string[];
  readonly runs: readonly CheckedRun[];
}

export function checkScenario(
  scenario: Scenario,
  baseline: Baseline | null,
  records: readonly RunRecord[],
): ScenarioCheck {
  const ran = new Set(records.map(({ seed }) => seed));
  return {
    scenario: scenario.name,
    settingsChanged: baseline !== null && baseline.settings !== settingsDigest(scenario),
    notRun: [...(baseline?.runs.keys() ?? [])].filter((seed) => !ran.has(seed)),
    goneMetrics: baseline?.goneMetrics ?? [],
    runs: records.map((record) => ({ record, change: changeOf(record, baseline) })),
  };
}

/** `strict`: also another trajectory with the same outcome is a failure. */
export function isWrong(change: RunChange, strict: boolean): boolean {
  return (
    change.kind === 'failed' ||
    change.kind === 'new' ||
    change.kind === 'outcome' ||
    (strict && change.kind === 'trajectory')
  );
}
