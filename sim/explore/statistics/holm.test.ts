import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holm } from './holm.ts';

describe("Holm's adjustment", () => {
  test('multiplies the least by all, the next by one less, and lets none fall below the one before', () => {
    // As R's p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm"): 4·0.005, 3·0.01, 2·0.03, then 1·0.04 raised to 0.06.
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  test('leaves one p-value alone, and no p-value as it is', () => {
    expect([holm([0.2]), holm([])]).toEqual([[0.2], []]);
  });

  test('does not count what was not tested', () => {
    expect(holm([null, 0.02, null, 0.03])).toEqual([null, 0.04, null, 0.04]);
  });

  test('stays within 1, between the raw value and that of Bonferroni, and keeps the order', () => {
    const pValue = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(pValue, { maxLength: 12 }), (raw) => {
        const adjusted = holm(raw).map((each) => each ?? Number.NaN);
        for (const [index, each] of adjusted.entries()) {
          const own = raw[index] ?? Number.NaN;
          expect(each).toBeGreaterThanOrEqual(own);
          expect(each).toBeLessThanOrEqual(Math.min(1, raw.length * own));
          for (const [other, otherRaw] of raw.entries()) {
            if (otherRaw < own) expect(adjusted[other]).toBeLessThanOrEqual(each);
          }
        }
      }),
    );
  });
});
