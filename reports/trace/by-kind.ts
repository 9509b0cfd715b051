import type { EventOf, TraceEventKind } from '../../sim/trace/event.ts';

/** What is to be done or said for events of some kinds. */
export type ByKind<Result> = {
  readonly [Kind in TraceEventKind]?: (event: EventOf<Kind>) => Result;
};

/** What the table has for an event; null where it has nothing for its kind. */
export function lookUp<Result, Kind extends TraceEventKind>(
  table: ByKind<Result>,
  event: EventOf<Kind>,
): Result | null {
  const look: ((event: EventOf<Kind>) => Result) | undefined = table[event.kind];
  return look === undefined ? null : look(event);
}
