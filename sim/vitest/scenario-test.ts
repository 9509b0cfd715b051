import { expect, test } from 'vitest';
import { plural } from '../../reports/format.ts';
import { hasPassed, recordOf, seedsOf, summarise } from '../sweep/index.ts';
import type { RunRecord } from '../sweep/index.ts';
import { callerOf, failAt } from './fail-at.ts';
import { failureText, vitestLine } from './failure-text.ts';
import { LostScenarioRun, scenarioUnderTest } from './scenario-under-test.ts';
import type { ScenarioOptions, ScenarioRun } from './scenario-under-test.ts';

/** Far more than most runs take: a test that waits for real time is none of ours. */
const TIMEOUT_MS = 60_000;

export interface ScenarioTestOptions extends ScenarioOptions {
  /** A number n stands for the seeds 1 to n. Default: 1. */
  readonly seeds?: number | readonly string[];
  /** True: one test for all seeds, which shows the first failure of each kind. Default: a test for each seed. */
  readonly together?: boolean;
  /** Of each test, in ms of real time. Default: 60,000, for each seed. */
  readonly timeoutMs?: number;
}

/** Runs a scenario once, for a test that looks at more than whether it passed. */
export function runScenario(
  named: string,
  { seed = '1', ...options }: ScenarioOptions & { readonly seed?: string } = {},
): Promise<ScenarioRun> {
  return scenarioUnderTest(named, options).run(seed);
}

/**
 * Declares tests that a scenario passes under each of some seeds: `storm` by its name, or a file of yours.
 * @throws {Error} for a scenario or settings that are wrong, while tests are collected.
 */
export function scenarioTest(named: string, options: ScenarioTestOptions = {}): void {
  const { seeds = 1, together = false, timeoutMs = TIMEOUT_MS, ...tested } = options;
  const { scenario, run } = scenarioUnderTest(named, tested);
  const declare = together ? declareOne : declareEach;
  declare(scenario.name, seedsOf(seeds), { timeoutMs, run, place: callerOf(scenarioTest) });
}

interface Declared {
  readonly timeoutMs: number;
  readonly run: (seed: string) => Promise<ScenarioRun>;
  /** Its stack says where the test was declared. */
  readonly place: Error;
}

function declareOne(name: string, seeds: readonly string[], { timeoutMs, run, place }: Declared): void {
  test(`${name}, ${plural(seeds.length, 'seed')}`, { timeout: timeoutMs * seeds.length }, async () => {
    const text = await failureOfAll(run, seeds);
    if (text !== null) failAt(place, () => expect.fail(text));
  });
}

function declareEach(name: string, seeds: readonly string[], { timeoutMs, run, place }: Declared): void {
  for (const seed of seeds) {
    test(`${name}, seed ${seed}`, { timeout: timeoutMs }, async () => {
      const one = await run(seed).catch(ifLost);
      failAt(place, () => {
        if (one instanceof LostScenarioRun) throw one;
        expect(one).toHavePassed();
      });
    });
  }
}

/** Null where each of them passed. */
async function failureOfAll(
  run: (seed: string) => Promise<ScenarioRun>,
  seeds: readonly string[],
): Promise<string | null> {
  const records: RunRecord[] = [];
  let first: Pick<ScenarioRun, 'story' | 'paste'> | null = null;
  for (const seed of seeds) {
    const one = await run(seed).catch(ifLost);
    if (one instanceof LostScenarioRun) {
      records.push(one.record);
      first ??= { story: [], paste: one.paste };
    } else {
      records.push(recordOf(one.result));
      if (!hasPassed(one.result)) first ??= one;
    }
  }
  const { testPath, currentTestName } = expect.getState();
  return failureText({
    result: { summary: summarise(records), records },
    story: first?.story ?? [],
    paste: first?.paste ?? vitestLine(testPath, currentTestName),
  });
}

function ifLost(error: unknown): LostScenarioRun {
  if (error instanceof LostScenarioRun) return error;
  throw error;
}
