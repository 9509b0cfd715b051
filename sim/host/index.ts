/**
 * The machines of the world, on which runs what a user may bring (`ports/`). Start with `device-host.ts` and
 * `edge-host.ts`. It knows nothing of scenarios, checks or reports.
 */
export { lastingDisk, sharedDisk } from './boot-disk.ts';
export type { ChanceGate } from './chance-gate.ts';
export { DeviceHost } from './device-host.ts';
export { EdgeHost } from './edge-host.ts';
export { EdgeInstances } from './edge-instances.ts';
export { fakeGlobals } from './faked-globals.ts';
export type { FakedGlobals } from './faked-globals.ts';
export { FrozenError } from './replacement.ts';
export { allowedPlaces } from './outside-network.ts';
export { policiesByProcess } from './process-policy.ts';
export { forgetModuleLoads } from './module-loads.ts';
export { breathe, letWorkEnd, settle } from './quiescence.ts';
export type { QuiescenceOptions } from './quiescence.ts';
export { catchStrayErrors } from './stray-errors.ts';
export { AnswerWords, USUAL_WORDS } from './wire/answer-words.ts';
export { DIALECTS } from './wire/dialects.ts';
export { declaredDialect } from './wire/declared-dialect.ts';
export type { Dialect } from './wire/dialect.ts';
export { parsePlace } from './wire/place.ts';
export type { Wire } from './wire/wire.ts';
export { WireBook } from './wire/wire-book.ts';
export { wallMs } from './wall-clock.ts';
export type { WorldServices } from './world-services.ts';
export { notSimulated } from './host-of.ts';
export { FILES_MAX, FILES_PER_READING } from './device-holdings.ts';
export { OPEN_FILES_MAX, OWN_TIMERS_MAX } from './holdings.ts';
