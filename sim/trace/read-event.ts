import type * as z from 'zod';
import { jsonIn } from '../../protocol/index.ts';
import { isMapping } from '../../settings/plain.ts';
import { EVENTS, isEventKind } from './event.ts';
import type { TraceEvent } from './event.ts';

export type ReadEvent =
  | { readonly ok: true; readonly event: TraceEvent }
  | { readonly ok: false; readonly why: string };

/** Reads one line of a trace; `why` says what is wrong with it. */
export function readEvent(line: string): ReadEvent {
  const value = jsonIn(line);
  if (value === undefined) return { ok: false, why: 'it is not JSON' };
  if (!isMapping(value)) return { ok: false, why: 'it is not a JSON object' };
  const { at, kind } = value;
  if (typeof at !== 'number') return { ok: false, why: '"at" must be a number of microseconds' };
  if (typeof kind !== 'string' || !isEventKind(kind))
    return { ok: false, why: `"kind" is ${JSON.stringify(kind) ?? 'missing'}, which no event of a trace is` };
  for (const [name, field] of Object.entries<z.ZodType>(EVENTS[kind])) {
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    if (!field.safeParse(found).success) {
      const shown = JSON.stringify(found)?.slice(0, 60) ?? 'missing';
      return { ok: false, why: `"${name}" of ${kind} is ${shown}; it must be ${field.description}` };
    }
  }
  return isEvent(value) ? { ok: true, event: value } : { ok: false, why: 'it is no event' };
}

/** All that the table has looked at; for the compiler, which can't follow it. */
function isEvent(value: object): value is TraceEvent {
  return 'at' in value && 'kind' in value;
}
