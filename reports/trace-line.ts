import type { TraceEvent } from '../sim/trace/event.ts';
import { instant } from './format.ts';
import { fit, padTo, plain } from './text-width.ts';

/** Said by the line's own columns already. */
const OWN_COLUMNS: ReadonlySet<string> = new Set([
  'at',
  'kind',
  'device',
  'reading',
  'attempt',
  'event',
  'fields',
]);

/** The same in every event of one reading. */
const OF_THE_READING: ReadonlySet<string> = new Set(['timestamp', 'values']);

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function details(source: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(source).flatMap(([name, value]) =>
    value === null || OWN_COLUMNS.has(name) || OF_THE_READING.has(name) ? [] : [`${name} ${show(value)}`],
  );
}

/** One event on one line: `  12.345s  answer_lost        attempt 2  by network.loss  status 200`. */
export function traceLine(event: TraceEvent, columns: number): string {
  const parts = [
    ...('attempt' in event && event.attempt >= 0 ? [`attempt ${event.attempt}`] : []),
    ...('event' in event ? [event.event] : []),
    ...details({ ...event }),
    ...('fields' in event ? details(event.fields) : []),
  ];
  const line = `${instant(event.at).padStart(11)}  ${padTo(event.kind, 17)}  ${plain(parts.join('  '))}`;
  return fit(line.trimEnd(), columns);
}
