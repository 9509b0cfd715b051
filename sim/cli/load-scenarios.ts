import {
  checkNamesUnique,
  formatScenarioError,
  formatScenarioWarning,
  listScenarios,
  loadScenario,
} from '../scenario/index.ts';
import type { ParseOptions, Scenario, ScenarioError } from '../scenario/index.ts';
import { UsageError } from './usage-error.ts';

export interface LoadedScenario {
  /** As it was named on the command line. */
  readonly named: string;
  readonly scenario: Scenario;
  readonly warnings: readonly string[];
}

/** All that a word stands for: `all` is every scenario that comes with Petrel. */
function expand(word: string): readonly string[] {
  return word === 'all' ? listScenarios().map(({ name }) => name) : [word];
}

/**
 * Loads every scenario that is named, or says all that is wrong with all of them.
 * @throws {UsageError}
 */
export function loadScenarios(words: readonly string[], options: ParseOptions): readonly LoadedScenario[] {
  const results = words.flatMap(expand).map((named) => ({ named, result: loadScenario(named, options) }));
  const errors: ScenarioError[] = [];
  const loaded = results.flatMap(({ named, result }) => {
    if (result.ok) return [{ named, ...result }];
    errors.push(...result.errors);
    return [];
  });
  errors.push(...checkNamesUnique(loaded));
  if (errors.length > 0) {
    const lines = [...new Set(errors.map(formatScenarioError))];
    throw new UsageError(
      `${lines.length === 1 ? 'one mistake' : `${lines.length} mistakes`}:\n${lines.join('\n')}`,
    );
  }
  return loaded.map(({ named, scenario, warnings }) => ({
    named,
    scenario,
    warnings: warnings.map(formatScenarioWarning),
  }));
}
