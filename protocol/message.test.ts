import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantMs, isMessage, messageSchema } from './message.ts';

const MESSAGE = {
  device_id: 'device-001',
  sequence_id: 7,
  timestamp: '2026-01-01T00:00:00.000Z',
  values: { temperature_c: 21.5 },
};

const oddNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 1.5, NaN, Infinity, -Infinity, 2 ** 53 - 1, 2 ** 53),
  fc.double(),
);
const twoDigits = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'));
const anyTimestamp = fc
  .tuple(fc.constantFrom('19', '20', '21'), twoDigits, twoDigits, twoDigits, twoDigits, twoDigits, twoDigits)
  .map(([century, year, ...[month, day, hour, minute, second]]) => {
    const date = `${century}${year}-${month}-${day}`;
    return `${date}T${hour}:${minute}:${second}.000Z`;
  });
const realDay = fc.constantFrom(
  '2024-02-29T00:00:00.000Z',
  '2026-02-29T00:00:00.000Z',
  '2000-02-29T23:59:59.999Z',
  '2026-12-31T24:00:00.000Z',
);
const anything = fc.oneof(fc.anything(), fc.constantFrom(null, [], {}, '', new Map()));
const values = fc.oneof(
  fc.dictionary(fc.oneof(fc.stringMatching(/^[a-z_A-Z]{1,4}$/), fc.string()), oddNumber, { maxKeys: 34 }),
  anything,
);

/** A message, with any of its fields replaced by something odd, left out, or one too many. */
const nearlyMessage = fc
  .record(
    {
      device_id: fc.oneof(fc.stringMatching(/^[A-Za-z0-9._-]{0,66}$/), anything),
      sequence_id: fc.oneof(oddNumber, anything),
      timestamp: fc.oneof(anyTimestamp, realDay, anything),
      values,
      extra: anything,
    },
    { requiredKeys: [] },
  )
  .chain((odd) => fc.subarray(Object.keys(odd)).map((names) => ({ odd, names })))
  .map(({ odd, names }) => ({
    ...MESSAGE,
    ...Object.fromEntries(Object.entries(odd).filter(([name]) => names.includes(name))),
  }));

describe('the short cut to a valid message', () => {
  test('agrees with the schema on whatever is nearly a message', () => {
    fc.assert(
      fc.property(nearlyMessage, (value) => {
        expect(isMessage(value)).toBe(messageSchema.safeParse(value).success);
      }),
      { numRuns: 2_000 },
    );
  });

  test('agrees with the schema on whatever is no message', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(isMessage(value)).toBe(messageSchema.safeParse(value).success);
      }),
    );
  });

  test('agrees with the schema on the name that JSON can give a value and Zod leaves out', () => {
    const values: unknown = JSON.parse('{ "temperature_c": 21.5, "__proto__": 1 }');
    expect(isMessage({ ...MESSAGE, values })).toBe(false);
    expect(
      messageSchema
        .safeParse({ ...MESSAGE, values })
        .error?.issues.map(({ path, message }) => [path, message]),
    ).toEqual([[['values'], 'must not have an entry called __proto__']]);
  });

  test('agrees with the calendar on every day and every minute of it', () => {
    const isReal = (timestamp: string): boolean => isMessage({ ...MESSAGE, timestamp });
    for (let year = 2000; year <= 2099; year += 1) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 32; day += 1) {
          const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          const instant = new Date(`${date}T12:00:00.000Z`);
          const exists = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date);
          if (isReal(`${date}T12:00:00.000Z`) !== exists) expect.fail(`${date}: exists is ${exists}`);
        }
      }
    }
    expect(isReal('2026-01-01T23:59:59.999Z')).toBe(true);
    expect(isReal('2026-01-01T24:00:00.000Z')).toBe(false);
    expect(isReal('2026-01-01T00:60:00.000Z')).toBe(false);
    expect(isReal('2026-01-01T00:00:60.000Z')).toBe(false);
  });
});

test('the instant of a timestamp is that of Date.parse, on every day and at any time of it', () => {
  const timestamp = fc
    .date({
      min: new Date('2000-01-01T00:00:00.000Z'),
      max: new Date('2099-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    .map((date) => date.toISOString());
  fc.assert(
    fc.property(timestamp, (text) => {
      expect(instantMs(text)).toBe(Date.parse(text));
    }),
    { numRuns: 2_000 },
  );
  for (let day = Date.UTC(2000, 0, 1); day < Date.UTC(2100, 0, 1); day += 86_400_000) {
    const text = new Date(day).toISOString();
    if (instantMs(text) !== day) expect.fail(text);
  }
});
