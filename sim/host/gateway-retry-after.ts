import { parseRetryAfterMs, retryAfterSeconds } from '../../protocol/index.ts';

export const RETRY_AFTER_FORMS = [
  'seconds',
  'date',
  'rfc850',
  'asctime',
  'hours',
  'month',
  'past',
  'garbage',
  'mixed',
] as const;

export type RetryAfterForm = (typeof RETRY_AFTER_FORMS)[number];

/** What `hours` asks for. */
export const HOURS_MS = 2 * 3_600_000;

/** What `month` asks for: more than a timer can wait, which Node lets fire at once. */
export const MONTH_MS = 30 * 86_400_000;

/** An hour: more than any clock in a scenario is off by. */
const PAST_MS = 3_600_000;
const MIXED = ['seconds', 'date', 'rfc850', 'asctime', 'past', 'garbage'] as const;

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The same wish in another form. What is no wish to begin with stays as it is. `uniform` is on [0, 1). */
export function inForm(form: RetryAfterForm, header: string, nowMs: number, uniform: () => number): string {
  const askedMs = parseRetryAfterMs(header, nowMs);
  if (askedMs === null) return header;
  // Rounded up, since whoever comes back too early is refused once more.
  const at = new Date(Math.ceil((nowMs + askedMs) / 1_000) * 1_000);
  switch (form) {
    case 'seconds':
      return retryAfterSeconds(askedMs);
    case 'date':
      return at.toUTCString();
    case 'rfc850':
      return rfc850Date(at);
    case 'asctime':
      return asctimeDate(at);
    case 'hours':
      return String(HOURS_MS / 1_000);
    case 'month':
      return String(MONTH_MS / 1_000);
    case 'past':
      return new Date(nowMs - PAST_MS).toUTCString();
    case 'garbage':
      return 'in a moment';
    case 'mixed': {
      const drawn = MIXED[Math.floor(uniform() * MIXED.length)] ?? 'date';
      return inForm(drawn, header, nowMs, uniform);
    }
  }
}

/** The parts of `Thu, 01 Jan 2026 00:00:00 GMT`, which ECMAScript fixes for every locale (ECMA-262, Date.prototype.toUTCString). */
function partsOf(at: Date): readonly [day: string, month: string, year: string, time: string] {
  const [, day = '', month = '', year = '', time = ''] = at.toUTCString().split(' ');
  return [day, month, year, time];
}

/** `Thursday, 01-Jan-26 00:00:00 GMT` */
function rfc850Date(at: Date): string {
  const [day, month, year, time] = partsOf(at);
  return `${DAYS[at.getUTCDay()]}, ${day}-${month}-${year.slice(-2)} ${time} GMT`;
}

/** `Thu Jan  1 00:00:00 2026` */
function asctimeDate(at: Date): string {
  const [day, month, year, time] = partsOf(at);
  return `${DAYS[at.getUTCDay()]?.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`;
}
