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

function partsOf(event: TraceEvent): readonly string[] {
  return [
    ...('attempt' in event && event.attempt >= 0 ? [`attempt ${event.attempt}`] : []),
    ...('event' in event ? [event.event] : []),
    ...details({ ...event }),
    ...('fields' in event ? details(event.fields) : []),
  ];
}

/** One event of a reading on one line: `  12.345s  answer_lost        attempt 2  by network.loss  status 200`. */
export function traceLine(event: TraceEvent, columns: number): string {
  const line = `${instant(event.at).padStart(11)}  ${padTo(event.kind, 17)}  ${plain(partsOf(event).join('  '))}`;
  return fit(line.trimEnd(), columns);
}

/** One event among those of others: the same, with its device and its reading. */
export function eventLine(event: TraceEvent, columns: number): string {
  const device = 'device' in event ? (event.device ?? '') : '';
  const reading = 'reading' in event && event.reading !== null ? `#${event.reading}` : '';
  const who = [device, reading].filter((part) => part !== '').join(' ');
  const what = [event.kind, who, ...partsOf(event)].filter((part) => part !== '').join('  ');
  return fit(`${instant(event.at).padStart(11)}  ${plain(what)}`, columns);
}
