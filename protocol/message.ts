import { z } from 'zod';

/** Which device sent it: 1 to 64 letters, digits, `.`, `_` or `-`. */
export const DEVICE_ID_PATTERN = /^[A-Za-z0-9._-]{1,64}$/;

/** What a value may be called: a lower-case letter, then up to 31 lower-case letters, digits or `_`. */
export const VALUE_NAME_PATTERN = /^[a-z][a-z0-9_]{0,31}$/;

/** Years a reading may claim. A wrong day is a skewed clock; a wrong century is a broken one. */
const TIMESTAMP_PATTERN = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** `2026-02-30` matches the pattern and is no day: the text must survive a round trip through a date. */
function isRealInstant(text: string): boolean {
  const instant = new Date(text);
  return !Number.isNaN(instant.getTime()) && instant.toISOString() === text;
}

/** ISO 8601, UTC, milliseconds, years 2000 to 2099: `2026-01-01T00:00:00.000Z`. */
export const timestampSchema = z
  .string()
  .regex(TIMESTAMP_PATTERN, 'must be ISO 8601 in UTC with milliseconds, years 2000 to 2099')
  .refine(isRealInstant, 'must be an instant that exists');

/** An integer from 0 to 2^53 − 1. `-0` is refused: it would print as `0` and be another key to some. */
export const sequenceIdSchema = z
  .int()
  .min(0)
  .refine((value) => !Object.is(value, -0), 'must not be -0');

/** 1 to 32 names, each with a finite number. */
export const valuesSchema = z.record(z.string().regex(VALUE_NAME_PATTERN), z.number()).refine((values) => {
  const count = Object.keys(values).length;
  return count >= 1 && count <= 32;
}, 'must have 1 to 32 entries');

/** The body of `POST /ingest`. Unknown fields are errors: a typo must not be dropped in silence. */
export const messageSchema = z.strictObject({
  device_id: z.string().regex(DEVICE_ID_PATTERN),
  sequence_id: sequenceIdSchema,
  timestamp: timestampSchema,
  values: valuesSchema,
});

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
