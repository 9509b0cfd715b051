const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const TIME = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)`;

/** The three forms a recipient must take (RFC 9110 §5.6.7): IMF-fixdate, and the obsolete RFC 850 and asctime. */
const HTTP_DATE_FORMS = [
  new RegExp(String.raw`^[a-z]{3}, (?<day>\d\d) (?<month>[a-z]{3}) (?<year>\d{4}) ${TIME} GMT$`, 'i'),
  new RegExp(String.raw`^[a-z]{6,9}, (?<day>\d\d)-(?<month>[a-z]{3})-(?<year>\d\d) ${TIME} GMT$`, 'i'),
  new RegExp(String.raw`^[a-z]{3} (?<month>[a-z]{3}) (?<day>[ \d]\d) ${TIME} (?<year>\d{4})$`, 'i'),
];

/** A two-digit year more than 50 years ahead means the last one that ended so (RFC 9110 §5.6.7). */
function fullYear(digits: string, nowMs: number): number {
  if (digits.length === 4) return Number(digits);
  const thisYear = new Date(nowMs).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + Number(digits);
  return year > thisYear + 50 ? year - 100 : year;
}

/** Milliseconds since the epoch, or null for what is no HTTP-date. The weekday is not compared with the date. */
function parseHttpDate(text: string, nowMs: number): number | null {
  for (const form of HTTP_DATE_FORMS) {
    const groups = form.exec(text)?.groups;
    if (groups === undefined) continue;
    const { day = '', month = '', year = '', hour = '', minute = '', second = '' } = groups;
    const monthIndex = MONTHS.indexOf(month.toLowerCase());
    const dayOfMonth = Number(day);
    const instant = new Date(0);
    instant.setUTCFullYear(fullYear(year, nowMs), monthIndex, dayOfMonth);
    const dayExists = instant.getUTCMonth() === monthIndex && instant.getUTCDate() === dayOfMonth;
    // 60 is a leap second; it counts as the first second of the next minute.
    if (!dayExists || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
    return instant.setUTCHours(Number(hour), Number(minute), Number(second));
  }
  return null;
}

/**
 * What a Retry-After header asks for, in milliseconds from `nowMs` (the device's own wall clock), 0 or more: seconds
 * as a whole number, or an HTTP-date, where one in the past means now. Null without the header or when it is
 * malformed, which is to be ignored. RFC 9110 §10.2.3. A very long row of digits gives Infinity: clamp it.
 */
export function parseRetryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const instantMs = parseHttpDate(text, nowMs);
  return instantMs === null ? null : Math.max(0, instantMs - nowMs);
}

/**
 * The value of a Retry-After header that asks for this delay: whole seconds (RFC 9110 §10.2.3 knows no fractions),
 * rounded up, since a client that comes back too early is refused once more.
 */
export function retryAfterSeconds(delayMs: number): string {
  return String(Math.ceil(delayMs / 1000));
}
