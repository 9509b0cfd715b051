/**
 * Scenario files: YAML in, a `Scenario` with every default filled in out, or all that is wrong with the file as values.
 * Start with `parse-scenario.ts`, which is the whole way in order; `scenario.ts` is what the rest of the house sees. This
 * folder knows nothing of how a scenario is run, and throws on no input.
 */
export type { PolicySettings } from '../../device/policy/policies.ts';
export { checkNamesUnique } from './check-names-unique.ts';
export { printExpectedBound } from './comparison.ts';
export { describeScenario, scenarioToYaml } from './describe-scenario.ts';
export { printDuration } from '../../settings/duration.ts';
export { loadScenario } from './library.ts';
export { measuredSpan } from './measured-span.ts';
export type { MeasuredSpan } from './measured-span.ts';
export { overridesFrom } from './override.ts';
export { parseSaid, parseScenario } from './parse-scenario.ts';
export type { ParseOptions, ScenarioResult } from './parse-scenario.ts';
export { readPlainYaml } from './plain-yaml.ts';
export { readScenarioFile } from './read-scenario-file.ts';
export { settingsOf } from './window-conflicts.ts';
export type {
  DeviceSettings,
  DrainSettings,
  EdgeSettings,
  FleetSettings,
  Limits,
  Scenario,
  Window,
} from './scenario.ts';
export type { Comparison, ExcusedBreak, Expectations } from './expectations.ts';
export { hasNoLongest } from './retry-horizon.ts';
export { delayWarnings, ttlWarnings } from './advice.ts';
export { drainedBy } from './time-to-drain.ts';
export { formatScenarioError, formatScenarioWarning } from './scenario-error.ts';
export type { ScenarioError, ScenarioWarning } from './scenario-error.ts';
export { listScenarios } from './scenario-directory.ts';
export { readWire } from './read-wire.ts';
export { RUN_MS_MAX, scenarioJsonSchema } from './scenario-settings.ts';
export { didYouMean } from '../../settings/suggest.ts';
