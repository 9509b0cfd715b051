import type { TraceEvent, TraceEventKind } from '../../sim/trace/event.ts';

/** The kinds that a step may follow from: of those before it, the last one that is about the same attempt counts. */
const FOLLOWS: Readonly<Partial<Record<TraceEventKind, readonly TraceEventKind[]>>> = {
  fault_injected: ['request_answered', 'attempt_sent'],
  redirect_followed: ['request_answered', 'attempt_sent'],
  credentials_renewed: ['request_answered', 'attempt_sent'],
  request_lost: ['fault_injected', 'attempt_sent'],
  attempt_refused: ['fault_injected', 'attempt_sent'],
  attempt_reset: ['answer_begun', 'fault_injected', 'request_delivered', 'request_begun', 'attempt_sent'],
  request_begun: ['fault_injected', 'attempt_sent'],
  request_delivered: ['request_begun', 'fault_injected', 'attempt_sent'],
  copy_lost: ['fault_injected', 'attempt_sent'],
  answer_lost: ['fault_injected', 'request_answered'],
  answer_begun: ['fault_injected', 'request_answered'],
  other_acknowledged: ['request_answered'],
  answer_delivered: ['answer_begun', 'request_answered'],
  answer_late: ['answer_begun', 'request_answered'],
  attempt_abandoned: [
    'answer_begun',
    'request_lost',
    'answer_lost',
    'request_delivered',
    'request_begun',
    'attempt_sent',
  ],
  client_gone: ['attempt_abandoned', 'request_delivered', 'request_begun'],
  request_stuck: ['request_delivered'],
};

/** After these a device decides what to do next. */
const HEARD: ReadonlySet<TraceEventKind> = new Set([
  'answer_delivered',
  'attempt_abandoned',
  'attempt_reset',
  'attempt_refused',
  'reading_recorded',
  'device_started',
]);

/** After these an edge does something. */
const AT_EDGE: ReadonlySet<TraceEventKind> = new Set([
  'request_begun',
  'request_delivered',
  'reading_stored',
  'edge_logged',
  'fault_injected',
]);

/** These an edge does. */
const AT_WORK: ReadonlySet<TraceEventKind> = new Set(['reading_stored', 'edge_logged', 'request_answered']);

/** Of the events of one reading in their order: the index of what each follows from, null where none is known. */
export function causesOf(events: readonly TraceEvent[]): readonly (number | null)[] {
  return events.map((event, index) => causeOf(events, event, index));
}

function causeOf(events: readonly TraceEvent[], event: TraceEvent, index: number): number | null {
  const lastOf = (matches: (before: TraceEvent) => boolean): number | null => {
    for (let at = index - 1; at >= 0; at -= 1) {
      const before = events[at];
      if (before !== undefined && matches(before)) return at;
    }
    return null;
  };
  const sameAttempt = (before: TraceEvent): boolean =>
    'attempt' in before && 'attempt' in event && before.attempt === event.attempt;
  if (event.kind === 'attempt_sent') return lastOf(({ kind }) => kind === 'device_logged' || HEARD.has(kind));
  if (event.kind === 'device_logged')
    return lastOf(({ kind }) => HEARD.has(kind) || kind === 'device_logged');
  if (event.kind === 'fault_injected' && event.attempt < 0)
    return lastOf(({ kind }) => kind === 'reading_recorded');
  if (AT_WORK.has(event.kind))
    return lastOf(
      (before) =>
        AT_EDGE.has(before.kind) && (!('attempt' in before) || !('attempt' in event) || sameAttempt(before)),
    );
  const kinds = FOLLOWS[event.kind];
  if (kinds === undefined) return null;
  return lastOf((before) => sameAttempt(before) && kinds.includes(before.kind));
}
