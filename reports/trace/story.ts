import type { TraceEvent, TraceEventKind } from '../../sim/trace/event.ts';
import { causesOf } from './causes.ts';
import { movementOf } from './movement.ts';
import type { Movement } from './movement.ts';
import type { ActedDraw } from './witness.ts';

/** One step of the story of a reading. */
export interface StoryStep extends Movement {
  readonly event: TraceEvent;
  /** What decided, where something was drawn; null where nothing was. */
  readonly draw: ActedDraw | null;
  /** Index of the step that this one follows from; null where none is known. */
  readonly cause: number | null;
}

/** What is to be told of one reading. */
export interface StoryOf {
  readonly device: string;
  readonly reading: number;
}

/**
 * From sensor to verdict: all events of one reading, and what befell its device and the edge between the first and the
 * last of them.
 */
export function storyOf(
  events: readonly TraceEvent[],
  { device, reading }: StoryOf,
  draws: readonly ActedDraw[] | null,
): readonly StoryStep[] {
  const isOwn = (event: TraceEvent): boolean =>
    'device' in event && event.device === device && 'reading' in event && event.reading === reading;
  const timestamp = timestampOf(events.filter(isOwn));
  const isBirth = (event: TraceEvent): boolean =>
    event.kind === 'reading_recorded' &&
    event.device === device &&
    event.reading === null &&
    event.timestamp === timestamp;
  const of = (event: TraceEvent): boolean => isOwn(event) || isBirth(event);
  const first = events.findIndex(of);
  const last = events.findLastIndex(of);
  if (first === -1) return [];
  const told = events.slice(first, last + 1).filter((event) => of(event) || befalls(event, device));
  const causes = causesOf(told);
  const own = (draws ?? []).filter((draw) => draw.device === device && draw.reading === reading);
  return told.map((event, index) => ({
    event,
    ...movementOf(event),
    draw: drawOf(event, own),
    cause: causes[index] ?? null,
  }));
}

/** By which a reading is known before its number shows. */
function timestampOf(events: readonly TraceEvent[]): string | null {
  for (const event of events) if ('timestamp' in event && event.timestamp !== null) return event.timestamp;
  return null;
}

const OF_ALL: ReadonlySet<TraceEventKind> = new Set([
  'phase_started',
  'window_opened',
  'window_closed',
  'edge_crashed',
  'edge_started',
]);

/** What happens to everybody, or to this device. */
function befalls(event: TraceEvent, device: string): boolean {
  if (OF_ALL.has(event.kind)) return true;
  const isBoot = event.kind === 'device_crashed' || event.kind === 'device_started';
  return isBoot && event.device === device;
}

/** The draw by which a fault acted in this step. */
function drawOf(event: TraceEvent, draws: readonly ActedDraw[]): ActedDraw | null {
  const attempt = 'attempt' in event ? event.attempt : -1;
  if (event.kind === 'fault_injected')
    return draws.find((draw) => draw.fault === event.fault && draw.attempt === attempt) ?? null;
  // What the edge plays it decides while it answers, and what the device plays before it sends.
  if (event.kind === 'request_answered')
    return (
      draws.find(
        ({ fault, attempt: of, copy }) =>
          fault.startsWith('edge.') && of === attempt && copy === event.copy && event.status >= 400,
      ) ?? null
    );
  if (event.kind === 'device_logged' && DEVICE_FAULTS[event.event] !== undefined)
    return draws.find(({ fault }) => fault === DEVICE_FAULTS[event.event]) ?? null;
  return null;
}

/** Log events by which our device tells that it plays a fault. */
const DEVICE_FAULTS: Readonly<Record<string, string | undefined>> = {
  packet_dropped: 'device.drop',
};
