import type { TraceEvent } from '../../sim/trace/event.ts';
import { endingOf } from './ending.ts';
import type { Ending } from './ending.ts';

/** One request, from sending to whatever ended it for its client. */
export interface Attempt {
  readonly device: string;
  /** Null: it does not tell which reading it is for. */
  readonly reading: number | null;
  readonly attempt: number;
  /** Microseconds. */
  readonly sentAt: number;
  /** Null: it was open when the run ended. */
  readonly endedAt: number | null;
  readonly ending: Ending;
  /** Of the answer that the client has; null without. */
  readonly status: number | null;
  /** Names of the faults, and hosts that were down, that acted on it, each once. */
  readonly faults: readonly string[];
}

interface Open {
  device: string;
  reading: number | null;
  attempt: number;
  sentAt: number;
  endedAt: number | null;
  ending: Ending;
  status: number | null;
  faults: string[];
}

/** All attempts of a trace, in the order in which they were sent. */
export function attemptsOf(events: readonly TraceEvent[]): readonly Attempt[] {
  const attempts: Open[] = [];
  const last = new Map<string, Open>();
  for (const event of events) {
    if (event.kind === 'device_crashed') cutOff(attempts, event.device, event.at);
    if (!('attempt' in event)) continue;
    const key = `${event.reading ?? '-'}/${event.attempt}/${event.device}`;
    if (event.kind === 'attempt_sent') {
      const { device, reading, attempt, at } = event;
      const begun: Open = {
        device,
        reading,
        attempt,
        sentAt: at,
        endedAt: null,
        ending: 'open',
        status: null,
        faults: [],
      };
      attempts.push(begun);
      last.set(key, begun);
      continue;
    }
    const open = last.get(key);
    if (open === undefined) continue;
    noteFault(open, event);
    const ending = endingOf(event);
    if (ending === null || open.endedAt !== null) continue;
    open.endedAt = event.at;
    open.ending = ending;
    if (event.kind === 'answer_delivered') open.status = event.status;
  }
  return attempts;
}

function noteFault(open: Open, event: TraceEvent): void {
  const fault = event.kind === 'fault_injected' ? event.fault : 'by' in event ? event.by : null;
  if (fault !== null && !open.faults.includes(fault)) open.faults.push(fault);
}

/** A client that lost its power waits for nothing. */
function cutOff(attempts: readonly Open[], device: string, at: number): void {
  for (const open of attempts) {
    if (open.device !== device || open.endedAt !== null) continue;
    open.endedAt = at;
    open.ending = 'cut';
  }
}
