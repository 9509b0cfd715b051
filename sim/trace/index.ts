/**
 * What a run says: the table of events, and the recorder that hashes them into the fingerprint. Start with
 * `event.ts`. The only channel from the run to checks, metrics and reports; it knows none of them.
 */
export { isWord, SAYS, saysUsedUp, wordOf } from './device-words.ts';
export { differentFields, DivergenceFinder, firstDivergence } from './divergence.ts';
export type { DifferentField, Divergence } from './divergence.ts';
export type {
  AttemptKey,
  Cause,
  DeliveryKey,
  FaultName,
  Phase,
  TraceEvent,
  TraceEventKind,
} from './event.ts';
export { parsePattern, unknownField } from './event-pattern.ts';
export type { EventPattern } from './event-pattern.ts';
export { EventSearch, VERBS } from './event-query.ts';
export type { EventQuery, FoundEvent, Verb } from './event-query.ts';
export { Fingerprint } from './fingerprint.ts';
export { parseQuery } from './query-sentence.ts';
export { readEvent } from './read-event.ts';
export { Recorder } from './recorder.ts';
export type { TraceObserver } from './recorder.ts';
