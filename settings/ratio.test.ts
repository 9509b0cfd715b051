import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseProbability, printProbability } from './ratio.ts';

describe('parseProbability', () => {
  test.for([
    [0, 0],
    [1, 1],
    [0.235, 0.235],
    ['10%', 0.1],
    ['12.5%', 0.125],
    // 0.7 / 100 would be 0.006999999999999999.
    ['0.7%', 0.007],
    ['100%', 1],
    ['0.1', 0.1],
    [-0, 0],
  ] as const)('%j is %d', ([value, probability]) => {
    expect(parseProbability(value)).toEqual({ ok: true, value: probability });
  });

  test.for([
    [-0.1, 'a probability cannot be negative'],
    [1.5, 'did you mean 1.5%?'],
    [10, 'did you mean 10%?'],
    ['150%', null],
    ['-1%', 'a probability cannot be negative'],
    ['0,1', 'did you mean 0.1?'],
    ['10 percent', 'did you mean 10%?'],
    ['half', null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    [true, null],
    ['0x1', null],
    ['', null],
  ] as const)('%j is refused, with the hint %j', ([value, hint]) => {
    const parsed = parseProbability(value);
    expect(parsed.ok ? 'accepted' : parsed.problems[0]?.hint).toBe(hint);
  });

  test('what is printed is read back as the same number, to the last bit', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (probability) => {
        const value = probability === 0 ? 0 : probability;
        expect(parseProbability(printProbability(value))).toEqual({ ok: true, value });
      }),
    );
  });
});

describe('printProbability', () => {
  test.for([
    [0, '0%'],
    [1, '100%'],
    [0.1, '10%'],
    [0.007, '0.7%'],
    [0.125, '12.5%'],
    [0.00001, '0.001%'],
    [1e-7, '1e-7'],
  ] as const)('%d is %s', ([probability, text]) => {
    expect(printProbability(probability)).toBe(text);
  });
});
