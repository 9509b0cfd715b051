import { createHash } from 'node:crypto';
import { METRIC_NAMES } from '../metrics/index.ts';
import type { MetricName } from '../metrics/index.ts';
import { describeScenario, formatScenarioError, parseScenario } from '../scenario/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { RunRecord } from './run-record.ts';

/** What one run of a scenario came to when its outcome was last agreed on. */
export interface BaselineRun {
  readonly outcome: RunRecord['outcome'];
  readonly fingerprint: string;
  /** Those that were observable; rounded to `BASELINE_DIGITS`. */
  readonly metrics: Readonly<Partial<Record<MetricName, number>>>;
}

/** The agreed outcomes of one scenario. */
export interface Baseline {
  readonly scenario: string;
  /** Of `settingsDigest`: another scenario has other outcomes. */
  readonly settings: string;
  /** By hand: how far a metric may go from what is agreed on before that fails, as a share of it. */
  readonly tolerance: Readonly<Partial<Record<MetricName, number>>>;
  /** By seed, in the order in which they are run. */
  readonly runs: ReadonlyMap<string, BaselineRun>;
  /** Metrics that it names and that are no more: nothing is held against those. */
  readonly goneMetrics: readonly string[];
}

/** As many digits as anybody reads; the fingerprint tells runs apart that differ in more. */
const BASELINE_DIGITS = 6;

export function baselineRunOf({ outcome, fingerprint, metrics }: RunRecord): BaselineRun {
  const seen = METRIC_NAMES.flatMap((name) => {
    const value = metrics[name];
    return value === null ? [] : [[name, roundedMetric(value)] as const];
  });
  return { outcome, fingerprint, metrics: Object.fromEntries(seen) };
}

export function roundedMetric(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(BASELINE_DIGITS));
}

/** A scenario that sets nothing but what it must. */
const PLAINEST = 'name: plainest\nduration: 1m\n';

/**
 * 16 hex digits of the SHA-256 of all that is set, its words aside. What stands at its default is left out, so that a setting
 * that is new changes no scenario that leaves it alone.
 */
export function settingsDigest(scenario: Scenario): string {
  const untouched = rowsOfPlainest();
  const said = describeScenario(scenario)
    .map((row) => JSON.stringify(row))
    .filter((row) => !untouched.has(row));
  return createHash('sha256').update(said.join('\n')).digest('hex').slice(0, 16);
}

let plainest: ReadonlySet<string> | null = null;

function rowsOfPlainest(): ReadonlySet<string> {
  if (plainest !== null) return plainest;
  const parsed = parseScenario(PLAINEST, 'plainest.yaml');
  if (!parsed.ok) throw new Error(parsed.errors.map(formatScenarioError).join('\n'));
  plainest = new Set(describeScenario(parsed.scenario).map((row) => JSON.stringify(row)));
  return plainest;
}
