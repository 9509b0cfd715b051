import * as z from 'zod';

/** Which device sent it: 1 to 64 letters, digits, `.`, `_` or `-`. */
export const DEVICE_ID_PATTERN = /^[A-Za-z0-9._-]{1,64}$/;

/** What a value may be called: a lower-case letter, then up to 31 lower-case letters, digits or `_`. */
const VALUE_NAME_PATTERN = /^[a-z][a-z0-9_]{0,31}$/;

/** Years a reading may claim. A wrong day is a skewed clock; a wrong century is a broken one. */
const TIMESTAMP_PATTERN = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Two digits of a text as a number. */
function digitsAt(text: string, at: number): number {
  return 10 * (text.charCodeAt(at) - 48) + text.charCodeAt(at + 1) - 48;
}

/** `2026-02-30` matches the pattern and is no day. Of the years that match, each fourth is a leap year, 2000 too. */
function isRealInstant(text: string): boolean {
  const month = digitsAt(text, 5);
  const day = digitsAt(text, 8);
  const leapDay = month === 2 && digitsAt(text, 2) % 4 === 0 ? 1 : 0;
  if (day < 1 || day > (DAYS[month - 1] ?? 0) + leapDay) return false;
  return digitsAt(text, 11) <= 23 && digitsAt(text, 14) <= 59 && digitsAt(text, 17) <= 59;
}

const MS_PER_DAY = 86_400_000;
const EPOCH_TO_2000_DAYS = 10_957;

/** Of a valid timestamp: ms since the Unix epoch, as `Date.parse` gives it, in a tenth of the time. */
export function instantMs(timestamp: string): number {
  const year = digitsAt(timestamp, 2);
  const month = digitsAt(timestamp, 5);
  // Each fourth year of 2000 to 2099 is a leap year.
  let days = EPOCH_TO_2000_DAYS + year * 365 + Math.floor((year + 3) / 4) + digitsAt(timestamp, 8) - 1;
  for (let before = 1; before < month; before += 1) days += DAYS[before - 1] ?? 0;
  if (month > 2 && year % 4 === 0) days += 1;
  const seconds = digitsAt(timestamp, 11) * 3600 + digitsAt(timestamp, 14) * 60 + digitsAt(timestamp, 17);
  const ms = (timestamp.charCodeAt(20) - 48) * 100 + digitsAt(timestamp, 21);
  return days * MS_PER_DAY + seconds * 1000 + ms;
}

/** ISO 8601, UTC, milliseconds, years 2000 to 2099: `2026-01-01T00:00:00.000Z`. */
const timestampSchema = z
  .string()
  .regex(TIMESTAMP_PATTERN, 'must be ISO 8601 in UTC with milliseconds, years 2000 to 2099')
  .refine(isRealInstant, 'must be an instant that exists');

/** An integer from 0 to 2^53 − 1. `-0` is refused: it would print as `0` and be another key to some. */
const sequenceIdSchema = z
  .int()
  .min(0)
  .refine((value) => !Object.is(value, -0), 'must not be -0');

/** At most so many values in a message. */
const VALUES_MAX = 32;

/** Zod leaves an own property of this name out, and says nothing of it. */
function isWithoutPrototype(values: unknown): boolean {
  return typeof values !== 'object' || values === null || !Object.hasOwn(values, '__proto__');
}

/** 1 to 32 names, each with a finite number. */
const valuesSchema = z
  .unknown()
  .refine(isWithoutPrototype, 'must not have an entry called __proto__')
  .pipe(
    z.record(z.string().regex(VALUE_NAME_PATTERN), z.number()).refine((values) => {
      const count = Object.keys(values).length;
      return count >= 1 && count <= VALUES_MAX;
    }, `must have 1 to ${VALUES_MAX} entries`),
  );

/** The body of `POST /ingest`. Unknown fields are errors: a typo must not be dropped in silence. */
export const messageSchema = z.strictObject({
  device_id: z.string().regex(DEVICE_ID_PATTERN),
  sequence_id: sequenceIdSchema,
  timestamp: timestampSchema,
  values: valuesSchema,
});

/**
 * Whether `messageSchema` takes this value, in a tenth of the time. It says nothing of what is wrong with others: for that
 * ask the schema.
 */
export function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 4) return false;
  if (!('device_id' in value && 'sequence_id' in value && 'timestamp' in value && 'values' in value))
    return false;
  const { device_id, sequence_id, timestamp, values } = value;
  return (
    typeof device_id === 'string' &&
    DEVICE_ID_PATTERN.test(device_id) &&
    typeof sequence_id === 'number' &&
    Number.isSafeInteger(sequence_id) &&
    sequence_id >= 0 &&
    !Object.is(sequence_id, -0) &&
    typeof timestamp === 'string' &&
    TIMESTAMP_PATTERN.test(timestamp) &&
    isRealInstant(timestamp) &&
    areValues(values)
  );
}

function areValues(values: unknown): values is Values {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return false;
  const names = Object.keys(values);
  if (names.length < 1 || names.length > VALUES_MAX) return false;
  return names.every((name) => VALUE_NAME_PATTERN.test(name) && Number.isFinite(Reflect.get(values, name)));
}

export type Message = Readonly<Omit<z.infer<typeof messageSchema>, 'values'>> & {
  readonly values: Values;
};

/** What was measured, by name, e.g. `{ temperature_c: 21.5 }`. */
export type Values = Readonly<Record<string, number>>;

/** One measurement before a device has numbered it. `timestamp` is ISO 8601 UTC with milliseconds. */
export interface Reading {
  readonly timestamp: string;
  readonly values: Values;
}
