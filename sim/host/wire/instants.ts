/** Below these, a count since 1970 is one of seconds, milliseconds or microseconds; above, of nanoseconds. */
const SECONDS_MAX = 1e11;
const MILLISECONDS_MAX = 1e14;
const MICROSECONDS_MAX = 1e17;
/** 2001: smaller numbers are measurements, not times. */
const SECONDS_MIN = 1e9;

function fromCount(count: number): number | null {
  if (!(count >= SECONDS_MIN)) return null;
  if (count < SECONDS_MAX) return Math.round(count * 1000);
  if (count < MILLISECONDS_MAX) return Math.floor(count);
  return Math.floor(count < MICROSECONDS_MAX ? count / 1e3 : count / 1e6);
}

/** Counts of nanoseconds have more digits than a double. */
function fromDigits(digits: string): number | null {
  return digits.length > 16 ? Number(BigInt(digits) / 1_000_000n) : fromCount(Number(digits));
}

/** A date as people write it has a year and a dash; what else `Date.parse` takes is no date but by chance. */
const DATE = /^\d{4}-\d{2}/;
/** RFC 9110's form, and RFC 2822's. */
const NAMED_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), /;

function fromText(text: string): number | null {
  if (/^\d{10,20}$/.test(text)) return fromDigits(text);
  if (/^\d{10,11}\.\d+$/.test(text)) return fromCount(Number(text));
  if (!DATE.test(text) && !NAMED_DATE.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/** Whole milliseconds since 1970 of a date or a count since then, null for what is neither. */
export function instantMsOf(value: unknown): number | null {
  if (typeof value === 'number') return fromCount(value);
  return typeof value === 'string' ? fromText(value) : null;
}
