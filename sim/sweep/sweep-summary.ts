import type { Margin } from './margins.ts';
import { failureOf, hasPassed } from './run-record.ts';
import type { RunRecord } from './run-record.ts';
import { warningsOfRuns } from './warnings-of-runs.ts';
import type { RunsWarning } from './warnings-of-runs.ts';

/** Runs that failed alike. */
export interface FailureGroup {
  readonly scenario: string;
  /** What failed, as `failureOf` has it. */
  readonly failure: string;
  /** In the order of the plan. */
  readonly seeds: readonly string[];
  /** The first of them. */
  readonly first: RunRecord;
}

/** The least slack that was seen of one bound. */
export interface LeastMargin extends Margin {
  readonly scenario: string;
  readonly seed: string;
}

/** Expectations that were not judged for one reason. */
export interface LeftOutGroup {
  readonly why: string;
  /** What they are about, each once. */
  readonly expectations: readonly string[];
  /** In the order of the plan. */
  readonly scenarios: readonly string[];
}

/** What a scenario wants to happen sometimes, over all of its runs; what code under test wants, over all runs. */
export interface SometimesSummary {
  /** Null: whichever. */
  readonly scenario: string | null;
  readonly name: string;
  readonly hits: number;
  /** In how many of the runs it happened. */
  readonly inRuns: number;
  readonly runs: number;
}

/** What many runs come to. */
export interface SweepSummary {
  readonly runs: number;
  /** Those that did not pass, the inconclusive ones included. */
  readonly failed: number;
  /** Runs in which nothing failed and nothing that was asked for could be judged. */
  readonly inconclusive: number;
  readonly failures: readonly FailureGroup[];
  /** The tightest first. */
  readonly margins: readonly LeastMargin[];
  readonly sometimes: readonly SometimesSummary[];
  /** In the order of the plan. */
  readonly scenarios: readonly ScenarioSummary[];
  /** Runs whose expectations were not all judged: how many. */
  readonly notWholly: number;
  /** What those runs left out, the reason that touches most scenarios first. */
  readonly leftOut: readonly LeftOutGroup[];
  readonly warnings: readonly RunsWarning[];
}

export interface ScenarioSummary {
  readonly scenario: string;
  readonly runs: number;
  readonly failed: number;
  /**
   * After n runs without a failure, the chance of one is below 3/n with 95 % confidence (the rule of three, Hanley and
   * Lippman-Hand 1983). Null where any failed.
   */
  readonly failureChanceMax: number | null;
  /** The bound that came closest to being missed; null where none was judged. */
  readonly tightest: LeastMargin | null;
}

/** `records`: in the order of the plan. */
export function summarise(records: readonly RunRecord[]): SweepSummary {
  const failed = records.filter((record) => !hasPassed(record));
  const margins = leastMargins(records);
  return {
    runs: records.length,
    failed: failed.length,
    inconclusive: failed.filter(({ outcome }) => outcome === 'inconclusive').length,
    failures: groupsOf(failed),
    margins,
    sometimes: sometimesOf(records),
    scenarios: scenariosOf(records, margins),
    notWholly: records.filter(({ leftOut }) => leftOut.length > 0).length,
    leftOut: leftOutOf(records),
    warnings: warningsOfRuns(records),
  };
}

function scenariosOf(
  records: readonly RunRecord[],
  margins: readonly LeastMargin[],
): readonly ScenarioSummary[] {
  const names = new Set(records.map(({ scenario }) => scenario));
  return [...names].map((scenario) => {
    const own = records.filter((record) => record.scenario === scenario);
    const failed = own.filter((record) => !hasPassed(record)).length;
    return {
      scenario,
      runs: own.length,
      failed,
      failureChanceMax: failed > 0 ? null : Math.min(1, 3 / own.length),
      tightest: margins.find((margin) => margin.scenario === scenario) ?? null,
    };
  });
}

function groupsOf(failed: readonly RunRecord[]): readonly FailureGroup[] {
  const groups = new Map<string, { first: RunRecord; failure: string; seeds: string[] }>();
  for (const record of failed) {
    const failure = failureOf(record) ?? record.outcome;
    const key = JSON.stringify([record.scenario, failure]);
    const group = groups.get(key) ?? { first: record, failure, seeds: [] };
    group.seeds.push(record.seed);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ scenario: group.first.scenario, ...group }));
}

function leftOutOf(records: readonly RunRecord[]): readonly LeftOutGroup[] {
  const groups = new Map<string, { expectations: Set<string>; scenarios: Set<string> }>();
  for (const { scenario, leftOut } of records) {
    for (const { what, why } of leftOut) {
      const group = groups.get(why) ?? { expectations: new Set(), scenarios: new Set() };
      group.expectations.add(what);
      group.scenarios.add(scenario);
      groups.set(why, group);
    }
  }
  return [...groups]
    .map(([why, { expectations, scenarios }]) => ({
      why,
      expectations: [...expectations],
      scenarios: [...scenarios],
    }))
    .toSorted((a, b) => b.scenarios.length - a.scenarios.length);
}

/** What never happened, and fails a sweep: `never in storm: late-answer`. */
export function neverInWords({ sometimes }: Pick<SweepSummary, 'sometimes'>): readonly string[] {
  return sometimes.flatMap(({ scenario, name, hits }) =>
    hits > 0 ? [] : [`never in ${scenario ?? 'any scenario'}: ${name}`],
  );
}

function sometimesOf(records: readonly RunRecord[]): readonly SometimesSummary[] {
  const sums = new Map<string, SometimesSummary>();
  for (const { scenario, sometimes } of records) {
    for (const { name, by, hits } of sometimes) {
      const where = by === 'code' ? null : scenario;
      const key = JSON.stringify([where, name]);
      const sum = sums.get(key) ?? { scenario: where, name, hits: 0, inRuns: 0, runs: 0 };
      sums.set(key, {
        ...sum,
        hits: sum.hits + hits,
        inRuns: sum.inRuns + (hits > 0 ? 1 : 0),
        runs: sum.runs + 1,
      });
    }
  }
  return [...sums.values()];
}

function leastMargins(records: readonly RunRecord[]): readonly LeastMargin[] {
  const least = new Map<string, LeastMargin>();
  for (const { scenario, seed, margins } of records) {
    for (const margin of margins) {
      const key = JSON.stringify([scenario, margin.bound]);
      const known = least.get(key);
      if (known === undefined || margin.slack < known.slack) least.set(key, { scenario, seed, ...margin });
    }
  }
  return [...least.values()].toSorted((a, b) => a.slack - b.slack);
}
