import type { DevicePage } from './wire/wire-book.ts';

/** Ids are keys of the event already; times of day are no part of a run's identity. */
const KEYS: ReadonlySet<string> = new Set(['device_id', 'sequence_id', 'correlation_id', 'timestamp']);

type Primitive = string | number | boolean | null;

type Fields = Readonly<Record<string, unknown>>;

const NO_FIELDS: Fields = {};

function isPrimitive(value: unknown): value is Primitive {
  if (value === null) return true;
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean';
}

/** What a line was given as its fields: code without types may give none, or a text. */
export function fieldsIn(given: unknown): Fields {
  return areFields(given) ? given : NO_FIELDS;
}

function areFields(given: unknown): given is Fields {
  return typeof given === 'object' && given !== null;
}

/** The fields of a log event that go into the trace: plain values, in the order they were given. */
export function traceFields(fields: Fields): Readonly<Record<string, Primitive>> {
  const kept: Record<string, Primitive> = {};
  // Not Object.entries, whose pairs cost more than all the rest.
  for (const name of Object.keys(fields)) {
    if (KEYS.has(name)) continue;
    const value = fields[name];
    if (isPrimitive(value)) kept[name] = value;
  }
  return kept;
}

/** The sequence id that a log event names, null without one. `page` knows those that are texts. */
export function readingOf(fields: Fields, page?: Pick<DevicePage, 'numberOf'>): number | null {
  const { sequence_id: reading } = fields;
  if (typeof reading === 'string' && reading !== '' && page !== undefined) return page.numberOf(reading);
  return typeof reading === 'number' && Number.isSafeInteger(reading) ? reading : null;
}
