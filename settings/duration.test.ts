import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duration, DURATION_MS_MAX, parseDuration, printDuration } from './duration.ts';

function hintFor(value: unknown): string | null {
  const parsed = parseDuration(value);
  return parsed.ok ? 'accepted' : (parsed.problems[0]?.hint ?? null);
}

describe('parseDuration', () => {
  test.for([
    ['0s', 0],
    ['250ms', 250],
    ['5s', 5_000],
    ['1.5s', 1_500],
    ['0.001s', 1],
    ['5m', 300_000],
    ['1.5h', 5_400_000],
    ['1d', 86_400_000],
    ['36500d', DURATION_MS_MAX],
  ] as const)('%s is %d ms', ([text, ms]) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: ms });
  });

  test.for([
    [5, 'a unit is needed; did you mean 5s?'],
    ['5', 'a unit is needed; did you mean 5s?'],
    ['5 min', 'did you mean 5m?'],
    ['2 hours', 'did you mean 2h?'],
    ['5S', 'did you mean 5s?'],
    ['1m30s', 'did you mean 90s?'],
    ['1,5s', 'did you mean 1.5s?'],
    ['1:30', 'a duration is no clock time; for minutes and seconds write 90s'],
    ['-1s', 'a duration cannot be negative'],
    ['0.5ms', 'the smallest step is 1ms; round it to whole milliseconds'],
    ['1.0001s', 'the smallest step is 1ms; round it to whole milliseconds'],
    ['5 fortnights', null],
    ['36501d', null],
    ['', null],
    [Number.NaN, null],
    [true, null],
    [['5s'], null],
  ] as const)('%j is refused, with the hint %j', ([value, hint]) => {
    expect(hintFor(value)).toBe(hint);
  });

  test('what is printed is read back as the same number, and matches the pattern for editors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: DURATION_MS_MAX }), (ms) => {
        const text = printDuration(ms);
        expect(text).toMatch(new RegExp(String(duration('how long').keywords['pattern'])));
        expect(parseDuration(text)).toEqual({ ok: true, value: ms });
      }),
    );
  });

  test('no text at all makes it throw', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(typeof parseDuration(value).ok).toBe('boolean');
      }),
    );
  });
});

describe('printDuration', () => {
  test.for([
    [0, '0s'],
    [250, '250ms'],
    [1_000, '1s'],
    [1_500, '1.5s'],
    [1_001, '1.001s'],
    [90_000, '90s'],
    [5_400_000, '90m'],
    [86_400_000, '1d'],
    [52.3456, '52.346ms'],
  ] as const)('%d ms is %s', ([ms, text]) => {
    expect(printDuration(ms)).toBe(text);
  });
});
