import { UnreadableLog } from './exchange.ts';
import type { Exchange, Failure, FleetLog } from './exchange.ts';
import { at, isObject, listAt, numberIn, textIn } from './json-value.ts';
import type { Json } from './json-value.ts';

const NS_PER_MS = 1e6;
const DEVICE = ['device.id', 'device_id', 'service.instance.id', 'host.id', 'host.name'];
const READING = ['reading', 'petrel.reading', 'messaging.message.id', 'http.request.header.idempotency-key'];
const STATUS = ['http.response.status_code', 'http.status_code'];
const METHOD = ['http.request.method', 'http.method'];
/** What clients of several languages call what went wrong. */
const FAILURES: readonly (readonly [RegExp, Failure])[] = [
  [/refused/i, 'refused'],
  [/reset|socket hang up|EPIPE|broken pipe/i, 'reset'],
];

interface Span {
  readonly id: string;
  readonly parent: string | null;
  readonly trace: string;
  readonly kind: 'client' | 'server' | 'other';
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: ReadonlyMap<string, string>;
}

/** Spans as OTLP writes them in JSON: one request of an exporter, or one on each line. */
export function readOtlp(documents: readonly Json[]): FleetLog {
  const spans = documents.flatMap(spansIn).filter(isOfHttp);
  const clients = spans.filter(({ kind }) => kind === 'client');
  const servers = spans.filter(({ kind }) => kind === 'server');
  const side = clients.length > 0 ? 'client' : 'server';
  const seen = side === 'client' ? clients : servers;
  if (seen.length === 0)
    throw new UnreadableLog(
      'no span of an HTTP request is in it: wanted are spans of kind CLIENT or SERVER with http.request.method',
    );
  const byParent = new Map(servers.map((span) => [span.parent, span]));
  const knowsServers = side === 'client' && servers.length > 0;
  const exchanges = seen.map((span): Exchange => {
    const server = byParent.get(span.id) ?? null;
    const status = numberIn(valueOf(span, STATUS));
    const tookMs = span.endMs - span.startMs - (server === null ? 0 : server.endMs - server.startMs);
    return {
      atMs: span.startMs,
      device: valueOf(span, DEVICE),
      reading: valueOf(span, READING) ?? span.trace,
      status,
      roundTripMs: status === null ? null : Math.max(0, tookMs),
      reached: side === 'server' || status !== null ? true : knowsServers ? server !== null : null,
      failure: status === null ? failureOf(span) : null,
    };
  });
  return {
    kind: side === 'client' ? 'spans of clients' : 'spans of a server',
    side,
    exchanges: exchanges.sort((a, b) => a.atMs - b.atMs),
    tallies: [],
    buckets: [],
    resolutionMs: 1,
    devicesAreAddresses: false,
    skipped: { count: 0, first: null },
  };
}

function isOfHttp(span: Span): boolean {
  return span.kind !== 'other' && valueOf(span, METHOD) !== null;
}

function valueOf({ attributes }: Span, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = attributes.get(key);
    if (value !== undefined) return value;
  }
  return null;
}

function failureOf({ attributes }: Span): Failure {
  const said = [attributes.get('error.type'), attributes.get('exception.message')].join(' ');
  return FAILURES.find(([pattern]) => pattern.test(said))?.[1] ?? 'timeout';
}

function spansIn(document: Json): readonly Span[] {
  return listAt(document, 'resourceSpans').flatMap((resource) => {
    const shared = attributesIn(at(resource, 'resource'));
    return listAt(resource, 'scopeSpans').flatMap((scope) =>
      listAt(scope, 'spans').flatMap((span) => spanOf(span, shared)),
    );
  });
}

function spanOf(span: Json, shared: ReadonlyMap<string, string>): readonly Span[] {
  const start = numberIn(at(span, 'startTimeUnixNano'));
  const end = numberIn(at(span, 'endTimeUnixNano'));
  if (start === null || end === null) return [];
  return [
    {
      id: textIn(at(span, 'spanId')) ?? '',
      parent: textIn(at(span, 'parentSpanId')),
      trace: textIn(at(span, 'traceId')) ?? '',
      kind: kindOf(at(span, 'kind')),
      startMs: start / NS_PER_MS,
      endMs: end / NS_PER_MS,
      attributes: new Map([...shared, ...attributesIn(span)]),
    },
  ];
}

/** Kinds are numbers in OTLP; some exporters write their names. */
function kindOf(kind: Json | undefined): Span['kind'] {
  if (kind === 3 || kind === 'SPAN_KIND_CLIENT') return 'client';
  return kind === 2 || kind === 'SPAN_KIND_SERVER' ? 'server' : 'other';
}

function attributesIn(owner: Json | undefined): ReadonlyMap<string, string> {
  const attributes = listAt(owner, 'attributes').flatMap((attribute): (readonly [string, string])[] => {
    const key = textIn(at(attribute, 'key'));
    const value = at(attribute, 'value');
    const [held] = isObject(value) ? Object.values(value) : [];
    const text = textIn(held);
    return key === null || text === null ? [] : [[key, text]];
  });
  return new Map(attributes);
}
