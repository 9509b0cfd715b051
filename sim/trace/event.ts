import * as z from 'zod';

// What a field may hold. The description ends the sentence "it must be".
const text = z.string().describe('a text');
const truth = z.boolean().describe('true or false');
/** JSON has null for a number that is not finite. */
const number = z.custom<number>((value) => typeof value === 'number' || value === null).describe('a number');
const numberOrNull = orNull(z.number().describe('a number'));
const numbers = z.record(z.string(), number).describe('an object of numbers');
const plain = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const fields = plain.describe('an object of texts, numbers, true, false or null');
const phase = oneOf('faults', 'heal', 'drain');
const fault = z
  .templateLiteral([z.enum(['device', 'network', 'edge']), '.', z.string().regex(/^[a-zA-Z]+$/)])
  .describe('a fault such as network.loss');
const host = oneOf('edge_down', 'edge_closed', 'device_down');
const by = z.union([fault, host]).describe(`${fault.description} or ${host.description}`);

function oneOf<const Words extends readonly string[]>(...words: Words) {
  return z.enum(words).describe(words.join(' or '));
}

function orNull<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullable().describe(`${schema.description}, or null`);
}

function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z.array(schema).describe(`a list: ${schema.description}`);
}

const attempt = { device: text, reading: numberOrNull, attempt: number };
const delivery = { ...attempt, copy: number };
const askedAt = z.number().optional().describe('a number, or nothing');
const byDateMs = z.number().optional().describe('a number, or nothing');
/** Which of several instances of the edge, from 1; left out where there is one. */
const instance = z.number().optional().describe('a number, or nothing');

/** It was told to stop, and has finished what it could; left out where it crashed. */
const orderly = truth.optional().describe('true, false or nothing');

/** Of the edge; left out for the current one. */
const version = oneOf('current', 'next').optional().describe('current, next or nothing');

/**
 * All that a run says, kind by kind; `at` and `kind` stand in each. The only channel from the run to checks, metrics and
 * reports, and what the fingerprint is made of: no wall time, host name, port, pid or path may go into it. Only JSON
 * values, no `undefined`.
 */
export const EVENTS = {
  phase_started: { phase },
  /** A window of the timeline began or ended; `window` is its index in the scenario. */
  window_opened: { window: number, faults: listOf(fault) },
  window_closed: { window: number, faults: listOf(fault) },
  /** `boot` counts from 0. */
  edge_started: { boot: number, instance, version },
  edge_crashed: { boot: number, openExchanges: number, instance, orderly },
  device_started: { device: text, boot: number },
  device_crashed: { device: text, boot: number },
  /**
   * A reading was born: handed to the device. `reading` is null when the device did not say which number it gave;
   * then `timestamp` (unique per device) ties it to the first attempt that carries it.
   */
  reading_recorded: { device: text, reading: numberOrNull, timestamp: text, values: numbers },
  /** The device was not ready, so the sensor skipped a sample. No reading was born. */
  sample_skipped: { device: text },
  /** A log event of the device; `reading` is its `sequence_id`, null without one. Fields without the ids. */
  device_logged: { device: text, event: text, reading: numberOrNull, fields },
  /** A log event of the edge. Fields without the ids. */
  edge_logged: { event: text, device: orNull(text), reading: numberOrNull, fields },
  /** A fault decided to act on this attempt (`attempt` −1: on the reading before it was sent). */
  fault_injected: { ...attempt, fault },
  /** The client began an attempt. `timestamp` is that of the message, null when the body is no valid message. */
  attempt_sent: { ...attempt, timestamp: orNull(text) },
  /** The client goes where an answer sent it: the request that follows at once is this one, and no attempt of its own. */
  redirect_followed: attempt,
  /** Ending 1: the client learns at once; nothing was processed. */
  attempt_refused: { ...attempt, by },
  /** Ending 2: the request vanished; the client hears nothing. */
  request_lost: { ...attempt, by },
  /** The connection broke under the client, who learns it; `processed` says whether the edge had got the request. */
  attempt_reset: { ...attempt, by, processed: truth },
  request_delivered: { ...delivery, instance },
  /** A copy that the network held reached no edge. */
  copy_lost: { ...delivery, by },
  reading_stored: { device: text, reading: number, timestamp: text, values: numbers },
  /** The edge answered. `source` is `gateway` when the harness answered in front of a foreign edge. */
  request_answered: {
    ...delivery,
    status: number,
    retryAfter: orNull(text),
    source: oneOf('edge', 'gateway'),
  },
  /** Ending 4: the edge processed the request, the answer vanished. */
  answer_lost: { ...attempt, by, status: number },
  /**
   * Ending 3: the client has the answer. `retryAfterMs` is what the header asks for, by the device's clock. `byDateMs` is the same by
   * the `Date` of the answer, where that is another; left out for our own device, which does not go by it.
   */
  answer_delivered: { ...attempt, status: number, echoed: truth, retryAfterMs: numberOrNull, byDateMs },
  /** Ending 5: the answer came after the client had given up. */
  answer_late: { ...attempt, status: number },
  /** The client gave the attempt up (its timeout). */
  attempt_abandoned: attempt,
  /** The edge learnt, at work on the request, that its client has closed the connection. */
  client_gone: delivery,
  /**
   * The edge's `/metrics` of this boot; null when it has none in our form. `final` marks the last of the run. `askedAt` stands where
   * the answer took its time.
   */
  metrics_read: { boot: number, final: truth, counters: orNull(numbers), instance, askedAt },
  /**
   * What the edge or a device has taken and not given back. `requests` are open, `outlived` are timers of requests that
   * are over, beyond one for each reading, `expiries` those of them that were set for a minute or more. `listeners` of one kind
   * on one emitter is 0 while they are few; `unwarned` are those of which Node was told not to warn. `connections` of a device are
   * those beyond the most requests that it has had under way at once. `files` are all on the disk of a device, where they are
   * more than a thousand and two for each reading that it says waits.
   */
  holdings_read: {
    host: text,
    boot: number,
    final: truth,
    requests: number,
    timers: number,
    repeating: number,
    outlived: number,
    expiries: number,
    listeners: number,
    unwarned: number,
    connections: number,
    files: z.number().optional().describe('a number, or nothing'),
    openFiles: z.number().optional().describe('a number, or nothing'),
  },
  outbox_read: { device: text, size: number, limit: number },
  /** The end for one device; `pending` is what it says still waits, null when it does not say. */
  device_stopped: { device: text, pending: orNull(listOf(number)) },
  /**
   * The power went while the device took this reading: it may have kept it, or not. Born when it is first sent; `reading` is
   * the number that it was given, if that was told. A new kind comes last: their order is part of every fingerprint.
   */
  recording_cut: { device: text, reading: numberOrNull, timestamp: text, values: numbers },
  /** One request carries all of these in a list: `reading` is the first of them, or the only one, and the attempts at all of them follow. */
  batch_sent: { ...attempt, readings: listOf(number) },
  /** A reading whose id is no number is met for the first time: `reading` stands for it from here on. */
  reading_named: { device: text, reading: number, name: text },
  /** The head of an answer is at its client. The body comes slowly, or breaks off: the end of the attempt follows. */
  answer_begun: { ...attempt, by, status: number },
  /** The run ends here: the edge has this request, and neither ends it nor waits for anything that will come by itself. */
  request_stuck: { ...delivery, instance },
  /** The edge has just answered 2xx to this request, naming another reading, which it has not stored. */
  other_acknowledged: { ...delivery, otherDevice: text, otherReading: number },
  /** The client shows other credentials than those that a 401 refused: the request that follows at once is this one, and no attempt of its own. */
  credentials_renewed: attempt,
  /** The head of a request is at the edge, with a part of its body. The rest comes later (`request_delivered` follows), or never. */
  request_begun: { ...delivery, instance },
} as const satisfies Readonly<Record<string, z.ZodRawShape>>;

/** What fields of these schemas hold. */
type Held<Shape extends z.ZodRawShape> = {
  readonly [Name in keyof Shape as undefined extends z.infer<Shape[Name]> ? never : Name]: Readonly<
    z.infer<Shape[Name]>
  >;
} & {
  readonly [Name in keyof Shape as undefined extends z.infer<Shape[Name]> ? Name : never]?: Readonly<
    NonNullable<z.infer<Shape[Name]>>
  >;
};

export type TraceEventKind = keyof typeof EVENTS;

/** The event of one kind. `at`: whole microseconds of virtual time since the world began. */
export type EventOf<Kind extends TraceEventKind> = {
  [Each in Kind]: { readonly at: number; readonly kind: Each } & Held<(typeof EVENTS)[Each]>;
}[Kind];

export type TraceEvent = EventOf<TraceEventKind>;

/** Names a fault by who plays it and by its key in a scenario file, e.g. `network.loss`. */
export type FaultName = z.infer<typeof fault>;

export type Phase = z.infer<typeof phase>;

/**
 * Why a request or an answer did not get through: a fault, a host that was down, or an edge that closed the
 * connection by itself instead of answering.
 */
export type Cause = z.infer<typeof by>;

/**
 * One attempt to deliver one reading. `reading` is the sequence id, or null where no reading could be told from the
 * request. `attempt` counts the requests that this device sent for this reading from 0, over reboots.
 */
export type AttemptKey = Held<typeof attempt>;

/** A request as the edge sees it: `copy` is 0 for the original, 1 and up for what the network delivered again. */
export type DeliveryKey = Held<typeof delivery>;

export function isEventKind(name: string): name is TraceEventKind {
  return Object.hasOwn(EVENTS, name);
}

export const EVENT_KINDS: readonly TraceEventKind[] = Object.keys(EVENTS).filter(isEventKind);
