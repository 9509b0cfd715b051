/**
 * Petrel as a library: load a scenario, run it once or under many seeds, read the result. Start with `run`, `sweep` and
 * `builtinSubject`. The command line (`sim/cli`) is a user of this like any other.
 */
export { builtinDevice, builtinEdge, builtinSubject } from './builtin/index.ts';
export { run } from './run/index.ts';
export type {
  Atom,
  InvariantResult,
  Outcome,
  RunOptions,
  RunResult,
  Schedule,
  Subject,
  SubjectPart,
  Timing,
} from './run/index.ts';
export { assertPassed, sweep } from './sweep/index.ts';
export type {
  BrokenRecord,
  FailureGroup,
  LeastMargin,
  MissedRecord,
  RunRecord,
  ScenarioSummary,
  SweepOptions,
  SweepResult,
  SweepSummary,
} from './sweep/index.ts';
export type { CheckVerdict, InvariantName, Violation } from './check/index.ts';
export type { JudgedExpectation } from './expect/index.ts';
export type { MetricName, MetricValues } from './metrics/index.ts';
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
