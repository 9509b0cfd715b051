/**
 * Petrel as a library: load a scenario, run it, read the result. Start with `run` and `builtinSubject`. The command line
 * (`sim/cli`) is a user of this like any other.
 */
export { builtinDevice, builtinEdge, builtinSubject } from './builtin/index.ts';
export { assertPassed, run } from './run/index.ts';
export type {
  InvariantResult,
  Outcome,
  RunOptions,
  RunResult,
  Subject,
  SubjectPart,
  Timing,
} from './run/index.ts';
export { explain, runTwice } from './explore/index.ts';
export type { Divergence, Explanation, Verified } from './explore/index.ts';
export {
  describeScenario,
  formatScenarioError,
  formatScenarioWarning,
  listScenarios,
  loadScenario,
  overridesFrom,
  parseScenario,
  scenarioToYaml,
} from './scenario/index.ts';
export type {
  Comparison,
  DeviceSettings,
  DrainSettings,
  EdgeSettings,
  Expectations,
  FaultLevel,
  FleetSettings,
  Limits,
  PolicySettings,
  Scenario,
  ScenarioError,
  ScenarioResult,
  ScenarioWarning,
  Window,
} from './scenario/index.ts';
export type { TraceEvent, TraceEventKind } from './trace/index.ts';
export type {
  AcceptedReading,
  Clock,
  DeviceEnv,
  DeviceFactory,
  DeviceUnderTest,
  Disk,
  EdgeEnv,
  EdgeFactory,
  EdgeUnderTest,
  Fetch,
  FetchInit,
  FetchResponse,
  Log,
  LogLevel,
  Random,
  RetryPolicy,
} from './host/index.ts';
