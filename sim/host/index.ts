/**
 * The machines of the world and what a user may bring to run on them. Start with `ports.ts`, then `device-host.ts` and
 * `edge-host.ts`. It knows nothing of scenarios, checks or reports.
 */
export type {
  AcceptedReading,
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
  Random,
  Admission,
  AdmissionRequest,
  AttemptEnd,
  PolicyMemory,
  RetryContext,
  RetryPolicy,
  Send,
  SendOutcome,
  SendRequest,
} from './ports.ts';
export { DeviceHost } from './device-host.ts';
export { EdgeHost } from './edge-host.ts';
export { fakeGlobals } from './faked-globals.ts';
export type { FakedGlobals } from './faked-globals.ts';
export { policiesByProcess } from './process-policy.ts';
export { breathe, settle } from './quiescence.ts';
export type { QuiescenceOptions } from './quiescence.ts';
export { catchStrayErrors } from './stray-errors.ts';
export { wallMs } from './wall-clock.ts';
export type { WorldServices } from './world-services.ts';
