import type { Exchange, FleetLog } from './exchange.ts';
import { firstAt, isObject, numberIn, parseJson, textIn } from './json-value.ts';
import type { Json } from './json-value.ts';

/** Address, identity, user, [time], "request", status, bytes, and what a server was told to add. */
const LINE = /^(\S+) \S+ (\S+) \[([^\]]+)\] "([^"]*)" (\d{3}) (?:\d+|-)(.*)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const COMMON_TIME = /^(\d{2})\/(\w{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/;
/** Seconds that a request took, as nginx writes them: `rt=0.042`, `request_time=0.042`, or a number alone with decimals. */
const TOOK = /(?:^|[\s"])(?:(?:rt|request_time|urt|uht)=)?"?(\d+\.\d+)"?(?=\s|$|")/;
const MS_PER_SECOND = 1000;
const SECOND = 1000;

/** Where loggers of JSON put things: paths, their keys divided by spaces. */
const KEYS = {
  time: ['time', 'timestamp', '@timestamp', 'ts', 'time_iso8601', 'time_local', 'msec', 'start_time'],
  status: [
    'status',
    'statusCode',
    'status_code',
    'response_code',
    'res statusCode',
    'response status',
    'http.response.status_code',
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
  tookSeconds: ['request_time', 'duration_s', 'latency_s'],
  address: [
    'remote_addr',
    'remoteAddress',
    'req remoteAddress',
    'client_ip',
    'clientIp',
    'request remote_ip',
    'ip',
  ],
  target: ['request_uri', 'uri', 'url', 'req url', 'request uri', 'path', 'request'],
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

interface Entry {
  readonly exchange: Exchange;
  readonly byAddress: boolean;
  /** Whether its time tells more than whole seconds. */
  readonly fine: boolean;
}

/** An access log: Common or Combined Log Format, also with the request's time behind it, or one JSON object a line. */
export function readAccessLog(text: string): FleetLog {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const entries: Entry[] = [];
  const skipped: string[] = [];
  for (const line of lines) {
    const entry = line.startsWith('{') ? entryOfJson(parseJson(line)) : entryOfLine(line);
    if (entry === null) skipped.push(line);
    else entries.push(entry);
  }
  return {
    kind: 'an access log',
    side: 'server',
    exchanges: entries.map(({ exchange }) => exchange).sort((a, b) => a.atMs - b.atMs),
    tallies: [],
    buckets: [],
    resolutionMs: entries.some(({ fine }) => fine) ? 1 : SECOND,
    devicesAreAddresses: entries.some(({ byAddress }) => byAddress),
    skipped: { count: skipped.length, first: skipped[0] ?? null },
  };
}

function entryOfLine(line: string): Entry | null {
  const [, address = '', user = '-', time = '', request = '', status = '', rest = ''] = LINE.exec(line) ?? [];
  const endedMs = instantOf(time);
  if (endedMs === null) return null;
  const took = TOOK.exec(rest)?.[1];
  const [, target = ''] = request.split(' ');
  const named = deviceIn(target) ?? (user === '-' ? null : user);
  return {
    exchange: answered({
      endedMs,
      tookMs: took === undefined ? null : Number(took) * MS_PER_SECOND,
      device: named ?? address,
      reading: readingIn(target),
      status: Number(status),
    }),
    byAddress: named === null,
    fine: endedMs % SECOND !== 0,
  };
}

function entryOfJson(line: Json | undefined): Entry | null {
  if (line === undefined || !isObject(line)) return null;
  const endedMs = instantOf(textIn(firstAt(line, KEYS.time)) ?? '');
  const status = numberIn(firstAt(line, KEYS.status));
  if (endedMs === null || status === null) return null;
  const seconds = numberIn(firstAt(line, KEYS.tookSeconds));
  const target = targetIn(textIn(firstAt(line, KEYS.target)) ?? '');
  const named = textIn(firstAt(line, KEYS.device)) ?? deviceIn(target);
  return {
    exchange: answered({
      endedMs,
      tookMs: seconds === null ? numberIn(firstAt(line, KEYS.tookMs)) : seconds * MS_PER_SECOND,
      device: named ?? textIn(firstAt(line, KEYS.address)),
      reading: textIn(firstAt(line, KEYS.reading)) ?? readingIn(target),
      status,
    }),
    byAddress: named === null,
    fine: endedMs % SECOND !== 0,
  };
}

/** The target alone, or a whole request line. */
function targetIn(text: string): string {
  return /^[A-Z]+ (\S+)/.exec(text)?.[1] ?? text;
}

interface Answered {
  readonly endedMs: number;
  readonly tookMs: number | null;
  readonly device: string | null;
  readonly reading: string | null;
  readonly status: number;
}

/** A server writes its line when it has answered, so the request came that much earlier. */
function answered({ endedMs, tookMs, ...rest }: Answered): Exchange {
  return { ...rest, atMs: endedMs - (tookMs ?? 0), roundTripMs: tookMs, reached: true, failure: null };
}

/** Common Log Format, ISO 8601, seconds or milliseconds since the epoch; null for what is none of them. */
function instantOf(text: string): number | null {
  const common = COMMON_TIME.exec(text);
  if (common !== null) {
    const [, day, month = '', year, hours, minutes, seconds, sign, zoneHours, zoneMinutes] = common;
    const local = Date.UTC(
      Number(year),
      MONTHS.indexOf(month),
      Number(day),
      Number(hours),
      Number(minutes),
      Number(seconds),
    );
    const zoneMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60 * SECOND;
    return MONTHS.includes(month) ? local - (sign === '-' ? -zoneMs : zoneMs) : null;
  }
  if (/^\d+(\.\d+)?$/.test(text)) {
    const number = Number(text);
    // Seconds since the epoch stay below 10^11 for three thousand years.
    return number < 1e11 ? Math.round(number * MS_PER_SECOND) : number;
  }
  const instant = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

function deviceIn(target: string): string | null {
  const found =
    /[?&](?:device|device_id|deviceId)=([^&#]+)/.exec(target) ?? /\/devices?\/([^/?#]+)/.exec(target);
  return found?.[1] ?? null;
}

function readingIn(target: string): string | null {
  return /[?&](?:sequence_id|sequence|seq|reading|message_id)=([^&#]+)/.exec(target)?.[1] ?? null;
}
