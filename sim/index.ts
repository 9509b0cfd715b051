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
export {
  comparisonOf,
  explain,
  meanTotalDelayMs,
  replicate,
  replicationOf,
  runTwice,
} from './explore/index.ts';
export type { Comparison as PolicyComparison, Explanation, Replication, Verified } from './explore/index.ts';
export {
  describeScenario,
  formatScenarioError,
  formatScenarioWarning,
  listScenarios,
  loadScenario,
  measuredSpan,
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
  FleetSettings,
  Limits,
  MeasuredSpan,
  PolicySettings,
  Scenario,
  ScenarioError,
  ScenarioResult,
  ScenarioWarning,
  Window,
} from './scenario/index.ts';
export type { FaultLevel } from './faults/index.ts';
export { TRANSPORT_NAMES } from './transport/index.ts';
export type { TransportName } from './transport/index.ts';
export type { Divergence, TraceEvent, TraceEventKind } from './trace/index.ts';
export type {
  AcceptedReading,
  Admission,
  AdmissionRequest,
  AttemptEnd,
  Clock,
  DeviceEnv,
  DeviceFactory,
  DeviceUnderTest,
  Disk,
  EdgeAnswer,
  EdgeEnv,
  EdgeFactory,
  EdgeRequest,
  EdgeUnderTest,
  Fetch,
  FetchInit,
  FetchResponse,
  Log,
  LogLevel,
  PolicyMemory,
  Random,
  RetryContext,
  RetryPolicy,
  Send,
  SendOutcome,
  SendRequest,
} from '../ports/index.ts';
