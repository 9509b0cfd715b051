import { parsePlace } from '../host/wire/place.ts';
import type { Conflict } from './conflict.ts';
import type { WireSettings } from './scenario.ts';

const PLACES = [
  'reading',
  'device',
  'timestamp',
  'items',
  'echo',
  'results',
  'resultStatus',
  'resultReading',
] as const;

type PlaceKey = (typeof PLACES)[number];

/** What each place may be in, where not everything will do. */
const IN_ANSWERS: ReadonlySet<PlaceKey> = new Set(['echo', 'results']);
const IN_RESULTS: ReadonlySet<PlaceKey> = new Set(['resultStatus', 'resultReading']);

function conflict(key: PlaceKey, found: string, allowed: string, hint: string | null): Conflict {
  return { path: ['wire', key], other: null, found, allowed, hint };
}

/** Places that cannot be where they are said to be. */
export function wireConflicts(wire: WireSettings | null): readonly Conflict[] {
  if (wire === null) return [];
  return PLACES.flatMap((key) => {
    const text = wire[key];
    const place = text === 'none' ? null : parsePlace(text);
    return place === null ? [] : conflictsOf(key, text, place, wire);
  });
}

function conflictsOf(
  key: PlaceKey,
  text: string,
  place: NonNullable<ReturnType<typeof parsePlace>>,
  wire: WireSettings,
): readonly Conflict[] {
  const { kind } = place;
  if (key !== 'reading' && wire.reading === 'none')
    return [
      conflict(key, text, 'wire.reading beside it', 'say where the reading stands, or choose a preset'),
    ];
  if (key === 'items' && kind !== 'body') return [conflict(key, text, 'body:/json/pointer', null)];
  if (IN_ANSWERS.has(key) && kind !== 'body')
    return [conflict(key, text, 'body:/json/pointer of the answer', null)];
  if (IN_RESULTS.has(key)) {
    if (kind !== 'item') return [conflict(key, text, 'item:/json/pointer', null)];
    return wire.results === 'none' ? [conflict(key, text, 'wire.results beside it', null)] : [];
  }
  if (key === 'results' && wire.resultStatus === 'none')
    return [conflict(key, text, 'wire.resultStatus beside it', 'for example resultStatus: item:/status')];
  if (kind === 'item' && wire.items === 'none')
    return [conflict(key, text, 'wire.items beside it', 'say where the list of readings stands')];
  if (place.kind === 'path' && !wire.path.split('/').includes(`{${place.name}}`))
    return [
      conflict(key, text, `a step {${place.name}} in wire.path`, `for example path: /v1/{${place.name}}`),
    ];
  return [];
}
