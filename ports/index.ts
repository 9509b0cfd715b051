/**
 * What stands between a program and its world: what a program is given (time, chance, a log, a disk, a network) and what
 * somebody may bring to be tried (an edge, a device, a retry policy). Types, a disk in memory, and the HTTP messages that fit an edge.
 * Start with `edge-under-test.ts` and `device-under-test.ts`. It knows the protocol and nothing else: neither the programs nor
 * the simulation.
 */
export type { Clock, PlainClock, TimerHandle } from './clock.ts';
export type { Random } from './random.ts';
export { isHeard } from './log.ts';
export type { Log, LogLevel } from './log.ts';
export type { Disk } from './disk.ts';
export { MemoryDisk } from './memory-disk.ts';
export type { Fetch, FetchInit, FetchResponse } from './fetch.ts';
export type { NoAnswerReason, Send, SendOutcome, SendRequest } from './send.ts';
export type { PolicyMemoryScope, RetryContext, RetryPolicy } from './retry-policy.ts';
export type { Admission, AdmissionRequest, AttemptEnd, PolicyMemory } from './policy-memory.ts';
export { messageClassesOf } from './message-classes.ts';
export type { MessageClasses } from './message-classes.ts';
export type { BegunExchange, EdgeAnswer, EdgeRequest } from './edge-exchange.ts';
export type { AcceptedReading, EdgeEnv, EdgeFactory, EdgeUnderTest } from './edge-under-test.ts';
export type { DeviceEnv, DeviceFactory, DeviceUnderTest } from './device-under-test.ts';
