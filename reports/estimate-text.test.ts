import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MetricUnit } from '../sim/metrics/metric.ts';
import { differenceText, estimateText, pText } from './estimate-text.ts';
import { difference, estimate, skewed, UNOBSERVED } from './testing/example-comparison.ts';

describe('an estimate', () => {
  test.for<[MetricUnit, number, number, string, string]>([
    // The half-width in points is 0.4: one digit, since it does not begin with 1.
    ['ratio', 0.973, 0.004, '97.3%', '±0.4'],
    // 0.14 points begins with 1: two digits.
    ['ratio', 0.97312, 0.0014, '97.31%', '±0.14'],
    ['plain', 1.30697, 0.0123, '1.307', '±0.012'],
    ['plain', 1.30697, 0.4, '1.3', '±0.4'],
    ['rate', 34.16, 1.4, '34.2', '±1.4'],
    ['rate', 1234.4, 25, '1,234', '±25'],
    ['count', 3.25, 0.5, '3.3', '±0.5'],
    ['duration', 12_204, 410, '12.2s', '±410ms'],
  ])('of a %s: %d ± %d has the decimals that its interval supports', ([unit, value, half, text, spread]) => {
    expect(estimateText(estimate(value, half), unit)).toEqual({ value: text, spread });
  });

  test('of a skewed interval shows half of its width', () => {
    // (35.9 − 33.1) / 2 = 1.4.
    expect(estimateText(skewed(34.2, 33.1, 35.9), 'rate').spread).toBe('±1.4');
  });

  test('that is the same in every run has an interval of nothing, which is not a small one', () => {
    expect(estimateText(estimate(1, 0), 'ratio')).toEqual({ value: '100%', spread: '±0' });
    expect(estimateText(estimate(1, 0), 'plain')).toEqual({ value: '1', spread: '±0' });
    expect(estimateText(estimate(6.75, 0), 'plain')).toEqual({ value: '6.75', spread: '±0' });
    expect(estimateText(estimate(1000, 0), 'rate')).toEqual({ value: '1,000', spread: '±0' });
    // 0.00001 points, where two decimals is the most.
    expect(estimateText(estimate(0.5, 0.000_000_1), 'ratio').spread).toBe('±<0.01');
  });

  test('near 100% or 0% is not called that', () => {
    expect(estimateText(estimate(0.99996, 0.004), 'ratio').value).toBe('>99.9%');
    expect(estimateText(estimate(0.00001, 0.004), 'ratio').value).toBe('<0.1%');
  });

  test('without an interval has no spread, without a value a dash', () => {
    const single = { ...estimate(12, 0, 1), low: null, high: null };
    expect(estimateText(single, 'count')).toEqual({ value: '12.0', spread: '' });
    expect(estimateText(UNOBSERVED, 'ratio')).toEqual({ value: '–', spread: '' });
  });

  test('of any size has a text without NaN', () => {
    const units: MetricUnit[] = ['ratio', 'count', 'duration', 'rate', 'plain'];
    const size = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(size, size, fc.constantFrom(...units), (value, half, unit) => {
        const { value: text, spread } = estimateText(estimate(value, half), unit);
        expect(text + spread).not.toMatch(/NaN|undefined|Infinity/);
      }),
    );
  });
});

describe('a difference', () => {
  test('carries its sign, a ratio is in points', () => {
    expect(differenceText(difference(-0.0554, 0.0049, 0.0001), 'ratio')).toEqual({
      // −5.54 points, from −5.54 − 0.49 to −5.54 + 0.49.
      value: '-5.5',
      interval: '[-6.0, -5.0]',
      p: 'p<0.001',
    });
    expect(differenceText(difference(4084, 390, 0.0312), 'duration')).toEqual({
      value: '+4.08s',
      interval: '[+3.69s, +4.47s]',
      p: 'p=0.031',
    });
  });

  test('that rounds to nothing has no sign', () => {
    // A half-width of 2.4 requests per second leaves no decimals.
    const { value, interval } = differenceText(difference(-0.3, 2.4, 0.9), 'rate');
    expect([value, interval]).toEqual(['0', '[-3, +2]']);
  });

  test('of nothing is 0, of what was not observed a dash', () => {
    expect(differenceText(difference(0, 0, 1), 'plain')).toEqual({
      value: '0',
      interval: '[0, 0]',
      p: 'p=1.000',
    });
    const unobserved = { ...UNOBSERVED, pValue: null, pAdjusted: null, significant: false };
    expect(differenceText(unobserved, 'plain')).toEqual({ value: '–', interval: '', p: '' });
  });

  test('says of a small p only that it is small', () => {
    expect(pText(0.000_49)).toBe('p<0.001');
    expect(pText(0.0005)).toBe('p=0.001');
  });
});
