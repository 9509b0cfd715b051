import type { Exchange } from './exchange.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const COMMON_TIME = /^(\d{2})\/(\w{3})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/;
const SECOND = 1000;

/** One line of a server's log. */
export interface LogEntry {
  readonly exchange: Exchange;
  readonly byAddress: boolean;
  /** Whether its time tells more than whole seconds. */
  readonly fine: boolean;
}

/** What a line says, whatever its format. Null: nothing. */
export interface Said {
  /** In ms since the epoch. */
  readonly atMs: number;
  /** Whether that is when the request came; most servers write when they have answered it. */
  readonly isStart?: boolean;
  readonly tookMs: number | null;
  /** As the log names the device itself; what the target says of it is found here. */
  readonly device?: string | null;
  /** Who signed in: where nothing else names the device. */
  readonly user?: string | null;
  readonly address: string | null;
  /** Path and query. */
  readonly target: string;
  readonly reading?: string | null;
  readonly status: number;
}

export function logEntry(said: Said): LogEntry {
  const { atMs, isStart = false, tookMs, address, target, status } = said;
  const device = said.device ?? deviceIn(target) ?? said.user ?? null;
  return {
    exchange: {
      device: device ?? (address === null ? null : withoutPort(address)),
      reading: said.reading ?? readingIn(target),
      status,
      atMs: isStart ? atMs : atMs - (tookMs ?? 0),
      roundTripMs: tookMs,
      reached: true,
      failure: null,
    },
    byAddress: device === null && address !== null,
    fine: atMs % SECOND !== 0,
  };
}

/** Common Log Format, ISO 8601, seconds or milliseconds since the epoch; null for what is none of them. */
export function instantOf(text: string): number | null {
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
    return number < 1e11 ? Math.round(number * SECOND) : number;
  }
  const instant = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

/** The first of those that a chain of proxies names, and of each connection the same. */
function withoutPort(address: string): string {
  const [first = address] = address.split(',');
  return /^\[(.*)\](?::\d+)?$/.exec(first)?.[1] ?? /^([^:]+):\d+$/.exec(first)?.[1] ?? first;
}

function deviceIn(target: string): string | null {
  const found =
    /[?&](?:device|device_id|deviceId)=([^&#]+)/.exec(target) ?? /\/devices?\/([^/?#]+)/.exec(target);
  return found?.[1] ?? null;
}

function readingIn(target: string): string | null {
  return /[?&](?:sequence_id|sequence|seq|reading|message_id)=([^&#]+)/.exec(target)?.[1] ?? null;
}
