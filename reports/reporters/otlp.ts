import { createHash } from 'node:crypto';
import type { TraceEvent } from '../../sim/trace/event.ts';
import { attemptsOf } from '../trace/attempts.ts';
import type { Attempt } from '../trace/attempts.ts';
import { ENDINGS } from '../trace/ending.ts';
import type { RunFound } from '../trace/run-found.ts';
import { visitsOf } from '../trace/visits.ts';
import type { Visit } from '../trace/visits.ts';
import type { Reporter } from './report.ts';

/** Of `WORLD_EPOCH_MS`, in nanoseconds: as a test says. */
const WORLD_EPOCH_NS = 1_767_225_600_000_000_000n;

/** Kinds and states, by the numbers that the protocol has for them. */
const KIND = { internal: 1, server: 2, client: 3 } as const;
const STATUS = { unset: 0, ok: 1, error: 2 } as const;

type Value = { readonly stringValue: string } | { readonly intValue: string };

interface Attribute {
  readonly key: string;
  readonly value: Value;
}

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: (typeof KIND)[keyof typeof KIND];
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly events: readonly {
    readonly timeUnixNano: string;
    readonly name: string;
    readonly attributes: readonly Attribute[];
  }[];
  readonly status: { readonly code: (typeof STATUS)[keyof typeof STATUS] };
}

/**
 * Spans as the OpenTelemetry protocol has them in JSON (OTLP 1.x, `ExportTraceServiceRequest`): one trace for each reading,
 * from its birth to the last that happened to it, with a span for each attempt and one for each request at the edge. Ids
 * are drawn from fingerprint and reading, so that the same run gives the same.
 */
export const otlpReporter: Reporter = ({ found }) => {
  const runs = found.kind === 'runs' ? found.runs : [];
  return JSON.stringify({
    resourceSpans: runs.flatMap((run) => {
      const { client, server } = spansOf(run);
      return [
        { resource: resourceOf('petrel-device', run), scopeSpans: [{ scope: SCOPE, spans: client }] },
        { resource: resourceOf('petrel-edge', run), scopeSpans: [{ scope: SCOPE, spans: server }] },
      ];
    }),
  });
};

const SCOPE = { name: 'petrel' };

function resourceOf(
  service: string,
  { result, witnessed }: RunFound,
): { readonly attributes: readonly Attribute[] } {
  const trace = witnessed?.trace;
  return {
    attributes: [
      text('service.name', service),
      text('petrel.scenario', result.scenario.name),
      text('petrel.seed', result.seed),
      text('petrel.fingerprint', result.fingerprint),
      int('petrel.devices_left_out', (trace?.devicesSeen ?? 0) - (trace?.devices.length ?? 0)),
    ],
  };
}

function text(key: string, stringValue: string): Attribute {
  return { key, value: { stringValue } };
}

/** 64 bits: JSON has them as a text. */
function int(key: string, value: number): Attribute {
  return { key, value: { intValue: String(value) } };
}

function nanos(us: number): string {
  return String(WORLD_EPOCH_NS + BigInt(Math.round(us * 1000)));
}

/** Lower-case hex: 16 bytes name a trace, 8 a span. */
function idOf(bytes: 8 | 16, ...parts: readonly (string | number)[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, bytes * 2);
}

interface Life {
  readonly device: string;
  readonly reading: number;
  from: number;
  to: number;
  word: string | null;
}

/** Requests that do not tell which reading they are for are in no trace. */
function spansOf({ result, witnessed }: RunFound): {
  readonly client: readonly Span[];
  readonly server: readonly Span[];
} {
  const { fingerprint } = result;
  const events = witnessed?.trace.events ?? [];
  const endAt = witnessed?.series.endAt ?? 0;
  const acts = actsOf(events);
  const sent = attemptsOf(events);
  const late = lateActs(sent, { endAt, acts });
  const roots = livesOf(events).map((life) =>
    rootOf(life, late.get(JSON.stringify([life.device, life.reading])) ?? [], fingerprint),
  );
  const attempts = sent.flatMap((attempt) => attemptSpan(attempt, { fingerprint, endAt, acts }));
  const server = visitsOf(events).flatMap((visit) => visitSpan(visit, { fingerprint, endAt }));
  return { client: [...roots, ...attempts], server };
}

function livesOf(events: readonly TraceEvent[]): readonly Life[] {
  const lives = new Map<string, Life>();
  for (const event of events) {
    if (!('device' in event) || !('reading' in event)) continue;
    const { device, reading, at } = event;
    if (device === null || reading === null) continue;
    const key = JSON.stringify([device, reading]);
    const known = lives.get(key);
    const life = known ?? { device, reading, from: at, to: at, word: null };
    if (known === undefined) lives.set(key, life);
    life.to = at;
    if (event.kind === 'device_logged') life.word = event.event;
  }
  return [...lives.values()];
}

function rootOf(
  { device, reading, from, to, word }: Life,
  acts: readonly Acted[],
  fingerprint: string,
): Span {
  return {
    traceId: idOf(16, fingerprint, device, reading),
    spanId: idOf(8, fingerprint, device, reading, 'life'),
    name: 'reading',
    kind: KIND.internal,
    startTimeUnixNano: nanos(from),
    endTimeUnixNano: nanos(to),
    attributes: [
      text('petrel.device', device),
      int('petrel.reading', reading),
      ...(word === null ? [] : [text('petrel.last_word', word)]),
    ],
    events: acts.map(eventOf),
    status: { code: STATUS.unset },
  };
}

interface Acted {
  readonly at: number;
  readonly name: string;
}

/** What faults did to attempts, by the key of the attempt. */
function actsOf(events: readonly TraceEvent[]): ReadonlyMap<string, readonly Acted[]> {
  const acts = new Map<string, Acted[]>();
  for (const event of events) {
    if (!('attempt' in event) || !('by' in event)) continue;
    const key = JSON.stringify([event.device, event.reading, event.attempt]);
    const acted = { at: event.at, name: `${event.kind}: ${event.by}` };
    const own = acts.get(key);
    if (own === undefined) acts.set(key, [acted]);
    else own.push(acted);
  }
  return acts;
}

/** Nothing happens in a span that has ended: what befalls an attempt after its client gave it up befalls the reading. */
function lateActs(
  attempts: readonly Attempt[],
  { endAt, acts }: { readonly endAt: number; readonly acts: ReadonlyMap<string, readonly Acted[]> },
): ReadonlyMap<string, readonly Acted[]> {
  const late = new Map<string, Acted[]>();
  for (const { device, reading, attempt, endedAt } of attempts) {
    const own = acts.get(JSON.stringify([device, reading, attempt])) ?? [];
    const key = JSON.stringify([device, reading]);
    const after = own.filter(({ at }) => at > (endedAt ?? endAt));
    if (after.length > 0) late.set(key, [...(late.get(key) ?? []), ...after]);
  }
  return late;
}

function eventOf({ at, name }: Acted): Span['events'][number] {
  return { timeUnixNano: nanos(at), name, attributes: [] };
}

interface SpanContext {
  readonly fingerprint: string;
  readonly endAt: number;
}

function attemptSpan(
  { device, reading, attempt, sentAt, endedAt, ending, status }: Attempt,
  { fingerprint, endAt, acts }: SpanContext & { readonly acts: ReadonlyMap<string, readonly Acted[]> },
): readonly Span[] {
  if (reading === null) return [];
  const done = ending === 'accepted' || ending === 'duplicate';
  return [
    {
      traceId: idOf(16, fingerprint, device, reading),
      spanId: idOf(8, fingerprint, device, reading, attempt),
      parentSpanId: idOf(8, fingerprint, device, reading, 'life'),
      name: `attempt ${attempt}`,
      kind: KIND.client,
      startTimeUnixNano: nanos(sentAt),
      endTimeUnixNano: nanos(endedAt ?? endAt),
      attributes: [
        text('petrel.device', device),
        int('petrel.reading', reading),
        int('http.request.resend_count', attempt),
        text('petrel.ending', ENDINGS[ending].says),
        ...(status === null ? [] : [int('http.response.status_code', status)]),
      ],
      events: (acts.get(JSON.stringify([device, reading, attempt])) ?? [])
        .filter(({ at }) => at <= (endedAt ?? endAt))
        .map(eventOf),
      status: { code: done ? STATUS.ok : STATUS.error },
    },
  ];
}

function visitSpan(
  { device, reading, attempt, copy, from, to, status }: Visit,
  { fingerprint, endAt }: SpanContext,
): readonly Span[] {
  if (reading === null) return [];
  return [
    {
      traceId: idOf(16, fingerprint, device, reading),
      spanId: idOf(8, fingerprint, device, reading, attempt, 'visit', copy, from),
      parentSpanId: idOf(8, fingerprint, device, reading, attempt),
      name: copy === 0 ? 'request' : `copy ${copy} of the request`,
      kind: KIND.server,
      startTimeUnixNano: nanos(from),
      endTimeUnixNano: nanos(to ?? endAt),
      attributes: [
        text('petrel.device', device),
        int('petrel.reading', reading),
        ...(status === null ? [] : [int('http.response.status_code', status)]),
      ],
      events: [],
      // What a client did wrong is no error of a server, as semantic conventions have it.
      status: { code: status === null || status >= 500 ? STATUS.error : STATUS.unset },
    },
  ];
}
