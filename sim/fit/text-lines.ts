import { instantOf, logEntry } from './log-entry.ts';
import type { LogEntry } from './log-entry.ts';

const SECOND = 1000;

/** Address, identity, user, [time], "request", status, bytes, and what a server was told to add. */
const COMMON = /^(\S+) \S+ (\S+) \[([^\]]+)\] "([^"]*)" (\d{3}) (?:\d+|-)(.*)$/;
/** Seconds that a request took, as nginx writes them: `rt=0.042`, `request_time=0.042`, or a number alone with decimals. */
const TOOK = /(?:^|[\s"])(?:(?:rt|request_time|urt|uht)=)?"?(\d+\.\d+)"?(?=\s|$|")/;

/** Common and Combined Log Format, also with the request's time behind it. */
function commonLine(line: string): LogEntry | null {
  const [, address = '', user = '-', time = '', request = '', status = '', rest = ''] =
    COMMON.exec(line) ?? [];
  const atMs = instantOf(time);
  if (atMs === null) return null;
  const took = TOOK.exec(rest)?.[1];
  const [, target = ''] = request.split(' ');
  return logEntry({
    atMs,
    tookMs: took === undefined ? null : Number(took) * SECOND,
    user: user === '-' ? null : user,
    address,
    target,
    status: Number(status),
  });
}

/** [start] "request" status flags, bytes in and out, milliseconds, those upstream, "forwarded for", … */
const ENVOY =
  /^\[([^\]]+)\] "\S+ (\S+) [^"]*" (\d{1,3}) \S+ (?:"[^"]*" |[A-Za-z_]\S* |- )*\d+ \d+ (\d+) \S+ "([^"]*)"/;

/** What Envoy writes where it is not told otherwise; Istio puts reasons before the bytes. */
function envoyLine(line: string): LogEntry | null {
  const [, time = '', target = '', status = '', took = '', forwarded = '-'] = ENVOY.exec(line) ?? [];
  const atMs = instantOf(time);
  // 0: the client was gone before there was an answer.
  if (atMs === null || Number(status) === 0) return null;
  const address = forwarded === '-' ? null : forwarded;
  return logEntry({ atMs, isStart: true, tookMs: Number(took), address, target, status: Number(status) });
}

/** Kind, time, balancer, client:port, target:port, three times in seconds, its status, the target's, bytes in and out, "request". */
const ALB =
  /^(?:https?|h2|wss?|grpcs?) (\S+) \S+ (\S+) \S+ (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (\d{3}) \S+ \d+ \d+ "\S+ (\S+) [^"]*"/;

/** Of an Application Load Balancer of AWS. What it could not send on has times of -1. */
function balancerLine(line: string): LogEntry | null {
  const [, time = '', address = '', before, there, after, status = '', url = ''] = ALB.exec(line) ?? [];
  const atMs = instantOf(time);
  if (atMs === null) return null;
  const spans = [before, there, after].map(Number);
  const tookMs = spans.some((span) => span < 0)
    ? null
    : Math.round(spans.reduce((sum, span) => sum + span, 0) * SECOND * SECOND) / SECOND;
  const target = url.replace(/^[a-z]+:\/\/[^/]*/, '');
  return logEntry({ atMs, tookMs, address, target, status: Number(status) });
}

/** Formats with one request a line, which a line alone tells. */
const FORMATS = [commonLine, envoyLine, balancerLine] as const;

/** Null: a line in none of them. */
export function textLine(line: string): LogEntry | null {
  for (const read of FORMATS) {
    const entry = read(line);
    if (entry !== null) return entry;
  }
  return null;
}
