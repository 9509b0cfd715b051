import { firstAt, isObject, numberIn, parseJson, textIn } from './json-value.ts';
import type { Json } from './json-value.ts';
import { instantOf, logEntry } from './log-entry.ts';
import type { LogEntry } from './log-entry.ts';

/** Where loggers of JSON put things: paths, their keys divided by spaces. */
const KEYS = {
  /** When the request came. */
  started: ['start_time', 'StartUTC'],
  /** When it was answered. */
  time: ['time', 'timestamp', '@timestamp', 'ts', 'time_iso8601', 'time_local', 'msec'],
  status: [
    'status',
    'statusCode',
    'status_code',
    'response_code',
    'res statusCode',
    'response status',
    'http.response.status_code',
    'httpRequest status',
    'DownstreamStatus',
  ],
  tookMs: [
    'responseTime',
    'response_time_ms',
    'duration_ms',
    'durationMs',
    'latency_ms',
    'elapsed_ms',
    'duration',
  ],
  tookSeconds: ['request_time', 'duration_s', 'latency_s', 'httpRequest latency'],
  /** Of Traefik. */
  tookNanoseconds: ['Duration'],
  address: [
    'remote_addr',
    'remoteAddress',
    'req remoteAddress',
    'x_forwarded_for',
    'client_ip',
    'clientIp',
    'request client_ip',
    'request remote_ip',
    'httpRequest remoteIp',
    'downstream_remote_address',
    'ClientHost',
    'ip',
  ],
  target: [
    'request_uri',
    'uri',
    'url',
    'req url',
    'request uri',
    'httpRequest requestUrl',
    'RequestPath',
    'path',
    'request',
  ],
  device: ['device_id', 'device', 'deviceId', 'req headers x-device-id', 'x_device_id'],
  reading: [
    'sequence_id',
    'idempotency_key',
    'idempotencyKey',
    'reading',
    'req headers idempotency-key',
    'message_id',
  ],
} as const;

const MS = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000 } as const;
type Unit = keyof typeof MS;

function isUnit(text: string): text is Unit {
  return Object.hasOwn(MS, text);
}

/** One JSON object a line, of whatever server; null where it is no request. */
export function jsonLine(line: string): LogEntry | null {
  const read = parseJson(line);
  if (read === undefined || !isObject(read)) return null;
  const startedMs = instantOf(textIn(firstAt(read, KEYS.started)) ?? '');
  const atMs = startedMs ?? instantOf(textIn(firstAt(read, KEYS.time)) ?? '');
  const status = numberIn(firstAt(read, KEYS.status));
  if (atMs === null || status === null) return null;
  return logEntry({
    atMs,
    isStart: startedMs !== null,
    tookMs: tookMsIn(read),
    device: textIn(firstAt(read, KEYS.device)),
    address: textIn(firstAt(read, KEYS.address)),
    target: targetIn(textIn(firstAt(read, KEYS.target)) ?? ''),
    reading: textIn(firstAt(read, KEYS.reading)),
    status,
  });
}

function tookMsIn(line: Json): number | null {
  const plain = isOfCaddy(line) ? 's' : 'ms';
  return (
    spanMs(firstAt(line, KEYS.tookSeconds), 's') ??
    spanMs(firstAt(line, KEYS.tookMs), plain) ??
    spanMs(firstAt(line, KEYS.tookNanoseconds), 'ns')
  );
}

/** Caddy's durations are seconds, under a name that others have milliseconds in. */
function isOfCaddy(line: Json): boolean {
  return textIn(firstAt(line, ['logger']))?.startsWith('http.log') === true;
}

/** A number in the unit that its key has, or a text that names one, such as `12.5ms`. */
function spanMs(value: Json | undefined, unit: Unit): number | null {
  const number = numberIn(value);
  if (number !== null) return number * MS[unit];
  const [, digits = '', named = ''] = /^(\d+(?:\.\d+)?)(ns|us|µs|ms|s)$/.exec(textIn(value) ?? '') ?? [];
  return isUnit(named) ? Number(digits) * MS[named] : null;
}

/** The target alone, or a whole request line. */
function targetIn(text: string): string {
  return /^[A-Z]+ (\S+)/.exec(text)?.[1] ?? text;
}
