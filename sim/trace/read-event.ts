import { isEventKind, isFaultName } from './event.ts';
import type { EventOf, TraceEvent, TraceEventKind } from './event.ts';

/** What a field may hold, and how to say so. */
interface Field {
  readonly allowed: string;
  readonly takes: (value: unknown) => boolean;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function orNull(field: Field): Field {
  return { allowed: `${field.allowed}, or null`, takes: (value) => value === null || field.takes(value) };
}

function oneOf(...words: readonly string[]): Field {
  return { allowed: words.join(' or '), takes: (value) => isText(value) && words.includes(value) };
}

function eitherOf(a: Field, b: Field): Field {
  return { allowed: `${a.allowed} or ${b.allowed}`, takes: (value) => a.takes(value) || b.takes(value) };
}

function listOf(field: Field): Field {
  return {
    allowed: `a list: ${field.allowed}`,
    takes: (value) => Array.isArray(value) && value.every(field.takes),
  };
}

function recordOf(field: Field): Field {
  return {
    allowed: `an object of ${field.allowed}`,
    takes: (value) => isObject(value) && Object.values(value).every(field.takes),
  };
}

const text: Field = { allowed: 'a text', takes: isText };
// JSON has null for a number that is not finite.
const number: Field = { allowed: 'a number', takes: (value) => isNumber(value) || value === null };
const truth: Field = { allowed: 'true or false', takes: (value) => typeof value === 'boolean' };
const plain: Field = {
  allowed: 'texts, numbers, true, false or null',
  takes: (value) => value === null || isText(value) || isNumber(value) || typeof value === 'boolean',
};
const fault: Field = {
  allowed: 'a fault such as network.loss',
  takes: (value) => isText(value) && isFaultName(value),
};
const cause = eitherOf(fault, oneOf('edge_down', 'edge_closed', 'device_down'));

const attempt = { device: text, reading: number, attempt: number };
const delivery = { ...attempt, copy: number };
const window = { window: number, faults: listOf(fault) };
const reading = { device: text, reading: number, timestamp: text, values: recordOf(number) };

/** Every field of every kind, `at` and `kind` aside. */
const FIELDS: {
  readonly [Kind in TraceEventKind]: {
    readonly [Name in Exclude<keyof EventOf<Kind>, 'at' | 'kind'>]: Field;
  };
} = {
  phase_started: { phase: oneOf('faults', 'heal', 'drain') },
  window_opened: window,
  window_closed: window,
  edge_started: { boot: number },
  edge_crashed: { boot: number, openExchanges: number },
  device_started: { device: text, boot: number },
  device_crashed: { device: text, boot: number },
  reading_recorded: reading,
  sample_skipped: { device: text },
  device_logged: { device: text, event: text, reading: number, fields: recordOf(plain) },
  edge_logged: { event: text, device: orNull(text), reading: number, fields: recordOf(plain) },
  fault_injected: { ...attempt, fault },
  attempt_sent: { ...attempt, timestamp: orNull(text) },
  attempt_refused: { ...attempt, by: cause },
  request_lost: { ...attempt, by: cause },
  attempt_reset: { ...attempt, by: cause, processed: truth },
  request_delivered: delivery,
  copy_lost: { ...delivery, by: cause },
  reading_stored: reading,
  request_answered: {
    ...delivery,
    status: number,
    retryAfter: orNull(text),
    source: oneOf('edge', 'gateway'),
  },
  answer_lost: { ...attempt, by: cause, status: number },
  answer_delivered: { ...attempt, status: number, echoed: truth, retryAfterMs: number },
  answer_late: { ...attempt, status: number },
  attempt_abandoned: attempt,
  metrics_read: { boot: number, final: truth, counters: orNull(recordOf(number)) },
  outbox_read: { device: text, size: number, limit: number },
  device_stopped: { device: text, pending: orNull(listOf(number)) },
};

export type ReadEvent =
  { readonly ok: true; readonly event: TraceEvent } | { readonly ok: false; readonly why: string };

/** Reads one line of a trace; `why` says what is wrong with it. */
export function readEvent(line: string): ReadEvent {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { ok: false, why: 'it is not JSON' };
  }
  if (!isObject(value)) return { ok: false, why: 'it is not a JSON object' };
  const { at, kind } = value;
  if (!isNumber(at)) return { ok: false, why: '"at" must be a number of microseconds' };
  if (!isText(kind) || !isEventKind(kind))
    return { ok: false, why: `"kind" is ${JSON.stringify(kind) ?? 'missing'}, which no event of a trace is` };
  for (const [name, field] of Object.entries(FIELDS[kind])) {
    const found = Object.hasOwn(value, name) ? value[name] : undefined;
    if (!field.takes(found)) {
      const shown = JSON.stringify(found)?.slice(0, 60) ?? 'missing';
      return { ok: false, why: `"${name}" of ${kind} is ${shown}; it must be ${field.allowed}` };
    }
  }
  return isEvent(value) ? { ok: true, event: value } : { ok: false, why: 'it is no event' };
}

/** All that the table above has looked at; for the compiler, which can't follow it. */
function isEvent(value: object): value is TraceEvent {
  return 'at' in value && 'kind' in value;
}
