/**
 * Petrel in the tests of Vitest, as `petrel/vitest`. Start with `scenario-test.ts`. Importing it gives `expect` the matcher
 * `toHavePassed`, as importing it gives its types. It runs through the library and loads modules as the command line does;
 * nobody of the house imports it.
 */
import { extendExpect } from './to-have-passed.ts';

export { runScenario, scenarioTest } from './scenario-test.ts';
export type { ScenarioTestOptions } from './scenario-test.ts';
export type { ScenarioOptions, ScenarioRun } from './scenario-under-test.ts';

extendExpect();
