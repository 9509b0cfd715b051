import { inspect } from 'node:util';
import { run } from '../run/index.ts';
import type { RunOptions, Subject } from '../run/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { recordRuns } from './record-runs.ts';
import { recordOf } from './run-record.ts';
import type { RunRecord } from './run-record.ts';
import { itemsOf } from './sweep-plan.ts';
import { summarise } from './sweep-summary.ts';
import type { SweepSummary } from './sweep-summary.ts';

export interface SweepOptions extends Pick<RunOptions, 'transport' | 'interleave' | 'shuffleTies'> {
  /** One or more; no two of them have the same name. */
  readonly scenarios: readonly Scenario[];
  /** Each scenario runs under each of them; a number n, 1 or more, stands for the seeds 1 to n. */
  readonly seeds: number | readonly string[];
  /** Makes what is under test, new for each run. */
  readonly subject: (scenario: Scenario) => Subject | Promise<Subject>;
  /** Whether the first failure is the last run. Default: false. */
  readonly bail?: boolean;
  /** Called once for each run as it ends. */
  readonly onRun?: (record: RunRecord) => void;
}

/** What a sweep found, as plain JSON data: the same for the same options. */
export interface SweepResult {
  readonly summary: SweepSummary;
  /** Seed by seed, and under each seed the scenarios in their order. */
  readonly records: readonly RunRecord[];
}

/**
 * Runs scenarios under many seeds, one after the other in this process: a process has one set of globals. `sim sweep` does
 * the same on all cores. Failures of what is under test are in the result.
 * @throws {RangeError} for no scenarios, no seeds, or names that are given twice.
 */
export async function sweep(options: SweepOptions): Promise<SweepResult> {
  const { scenarios, subject, bail = false, onRun = () => {}, transport, interleave, shuffleTies } = options;
  const byName = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
  if (byName.size !== scenarios.length)
    throw new RangeError('Two scenarios of a sweep have the same name; give each a name of its own.');
  const items = itemsOf({ scenarios, seeds: seedsOf(options.seeds), first: [], swarm: false });
  if (items.length === 0) throw new RangeError('A sweep needs a scenario, and there is none.');
  const done = await recordRuns({
    items,
    run: async ({ scenario: name, seed }) => {
      const scenario = byName.get(name);
      if (scenario === undefined) throw new Error(`${name} is planned and was not given.`);
      const how = { transport, interleave, shuffleTies };
      return recordOf(await run({ ...how, scenario, seed, subject: await subject(scenario) }));
    },
    atOnce: 1,
    isStopped: () => false,
    bail,
    onDone: ({ record }) => onRun(record),
  });
  const records = done.map(({ record }) => record);
  return { summary: summarise(records), records };
}

/**
 * `20` as the seeds `1` to `20`; a list as it is.
 * @throws {RangeError} for what names no seed.
 */
export function seedsOf(seeds: number | readonly string[]): readonly string[] {
  if (Array.isArray(seeds) && seeds.length > 0) return seeds;
  if (typeof seeds !== 'number' || !Number.isSafeInteger(seeds) || seeds < 1)
    throw new RangeError(`seeds is ${inspect(seeds)}; give a whole number from 1 on, or a list of seeds.`);
  return Array.from({ length: seeds }, (_, index) => String(index + 1));
}
