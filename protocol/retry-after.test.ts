import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRetryAfterMs, retryAfterSeconds } from './retry-after.ts';

const NOW = Date.parse('2026-01-01T00:00:00.000Z');

describe('Retry-After', () => {
  test('in seconds is that many', () => {
    expect(parseRetryAfterMs('120', NOW)).toBe(120_000);
    expect(parseRetryAfterMs('0', NOW)).toBe(0);
    expect(parseRetryAfterMs(' 7 ', NOW)).toBe(7_000);
  });

  // 2026-01-01 is a Thursday; all three say one minute from now.
  test.for(['Thu, 01 Jan 2026 00:01:00 GMT', 'Thursday, 01-Jan-26 00:01:00 GMT', 'Thu Jan  1 00:01:00 2026'])(
    'as the date %s is the time until then',
    (header) => {
      expect(parseRetryAfterMs(header, NOW)).toBe(60_000);
    },
  );

  test('as a date is counted from the milliseconds of the clock, not from its second', () => {
    expect(parseRetryAfterMs('Thu, 01 Jan 2026 00:01:00 GMT', NOW + 250)).toBe(59_750);
  });

  test('in the past means now', () => {
    expect(parseRetryAfterMs('Wed, 31 Dec 2025 23:59:59 GMT', NOW)).toBe(0);
  });

  test('with a two-digit year more than 50 years ahead means the century before', () => {
    // In 2026: 76 is 2076, 50 years ahead; 77 would be 51 ahead, so it is 1977 and past.
    expect(parseRetryAfterMs('Wednesday, 01-Jan-76 00:00:00 GMT', NOW)).toBe(
      Date.parse('2076-01-01T00:00:00Z') - NOW,
    );
    expect(parseRetryAfterMs('Saturday, 01-Jan-77 00:00:00 GMT', NOW)).toBe(0);
  });

  test('with a leap second is the minute after', () => {
    expect(parseRetryAfterMs('Thu, 01 Jan 2026 00:00:60 GMT', NOW)).toBe(60_000);
  });

  test('that is absent or malformed is ignored', () => {
    const malformed = [
      null,
      '',
      'soon',
      '-5',
      '+5',
      '1.5',
      '1e3',
      '0x10',
      '5 seconds',
      '2026-01-01T00:01:00Z',
      'Thu, 30 Feb 2026 00:01:00 GMT',
      'Thu, 01 Foo 2026 00:01:00 GMT',
      'Thu, 01 Jan 2026 24:00:00 GMT',
      'Thu, 01 Jan 2026 00:60:00 GMT',
      'Thu, 01 Jan 2026 00:00:61 GMT',
      'Thu, 01 Jan 2026 00:01:00 CET',
      'Thu, 1 Jan 2026 00:01:00 GMT',
    ];
    expect(malformed.filter((header) => parseRetryAfterMs(header, NOW) !== null)).toEqual([]);
  });

  test('is never negative and never no number, whatever the header', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d{1,400}$/)),
        fc.date({ noInvalidDate: true }),
        (header, now) => {
          const ms = parseRetryAfterMs(header, now.getTime());
          expect(ms === null || ms >= 0).toBe(true);
        },
      ),
    );
  });

  test('gives back any instant that was printed as an HTTP-date', () => {
    // Four-digit years; `toUTCString` prints IMF-fixdate (ECMA-262 §21.4.4.43), whole seconds.
    const seconds = fc.integer({ min: 0, max: Date.parse('9999-12-31T23:59:59Z') / 1000 });
    fc.assert(
      fc.property(seconds, (second) => {
        expect(parseRetryAfterMs(new Date(second * 1000).toUTCString(), 0)).toBe(second * 1000);
      }),
    );
  });
});

test.for([
  [0, '0'],
  [1, '1'],
  [1000, '1'],
  [1001, '2'],
] as const)('%d ms are announced as %s s', ([delayMs, seconds]) => {
  expect(retryAfterSeconds(delayMs)).toBe(seconds);
});
