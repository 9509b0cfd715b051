import type { TraceEvent } from '../../sim/trace/event.ts';

/** What the edge did with one request, or with a copy of it. */
export interface Visit {
  readonly device: string;
  readonly reading: number | null;
  readonly attempt: number;
  readonly copy: number;
  /** Microseconds. */
  readonly from: number;
  /** Null: it never answered. */
  readonly to: number | null;
  readonly status: number | null;
}

/** All that reached the edge, in the order in which it did. */
export function visitsOf(events: readonly TraceEvent[]): readonly Visit[] {
  const visits: { -readonly [Name in keyof Visit]: Visit[Name] }[] = [];
  const open = new Map<string, (typeof visits)[number]>();
  /** Where there are several instances: which of them has it. */
  const instances = new Map<string, number>();
  for (const event of events) {
    if (event.kind === 'edge_crashed') {
      for (const key of open.keys())
        if (event.instance === undefined || instances.get(key) === event.instance) open.delete(key);
    }
    if (event.kind !== 'request_delivered' && event.kind !== 'request_answered') continue;
    const { at, device, reading, attempt, copy } = event;
    const key = JSON.stringify([device, reading, attempt, copy]);
    if (event.kind === 'request_delivered') {
      const visit = { device, reading, attempt, copy, from: at, to: null, status: null };
      visits.push(visit);
      open.set(key, visit);
      if (event.instance !== undefined) instances.set(key, event.instance);
      continue;
    }
    const visit = open.get(key);
    if (visit === undefined) continue;
    visit.to = at;
    visit.status = event.status;
    open.delete(key);
  }
  return visits;
}
