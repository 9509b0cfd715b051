import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineChart, niceMax } from './line-chart.ts';
import { widthOf } from './text-width.ts';

test('the end of an axis is a round number, not below the highest value', () => {
  expect([0, 0.7, 1, 34, 58, 144, 1001].map(niceMax)).toEqual([1, 0.8, 1, 40, 60, 150, 1500]);
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
      const max = niceMax(value);
      // The candidates are at most a factor of 1.5 apart; the rest is rounding.
      expect(max).toBeGreaterThanOrEqual(value);
      expect(max).toBeLessThan(value * 1.5001);
    }),
  );
});

const STEP = {
  points: [0, 1, 2, 3, 4, 5].map((x) => [x, x < 3 ? 0 : 10] as const),
  yMax: 10,
  xTicks: [
    { at: 0, label: '0' },
    { at: 5, label: '5s' },
  ],
  rows: 5,
  columns: 24,
};

test('a step goes from the bottom to the top, between ticks with their labels', () => {
  expect(`\n${lineChart(STEP).join('\n')}\n`).toMatchInlineSnapshot(`
    "
      ▲
    10┤         ┏━━━━━━━━
      │         ┃
     5┤         ┃
      │         ┃
     0┤━━━━━━━━━┛
      └┬────────────────┬▶
       0               5s
    "
  `);
});

test('charts have no colours and are never wider than they may be', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(values, fc.integer({ min: 24, max: 100 }), (load, columns) => {
      const points = load.map((value, at) => [at, value] as const);
      const chart = lineChart({ ...STEP, points, yMax: niceMax(Math.max(...load)), columns });
      for (const line of chart) {
        expect(widthOf(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toContain('\u001b');
      }
    }),
  );
});

test('the axis stands in the same place for all charts of one scale', () => {
  const flat = lineChart({ ...STEP, yMax: 1000, points: [[0, 123.456], [5, 7]] }); // oxfmt-ignore
  const high = lineChart({ ...STEP, yMax: 1000, points: [[0, 1000], [5, 0]] }); // oxfmt-ignore
  expect(flat.map((line) => line.search(/[┤│└]/))).toEqual(high.map((line) => line.search(/[┤│└]/)));
});

test('a long label under the first tick is whole, and the chart no wider for it', () => {
  const xTicks = [{ at: 0, label: 'adaptive' }, { at: 5, label: 'fixed' }]; // oxfmt-ignore
  const chart = lineChart({ ...STEP, xTicks, columns: 40 });
  expect(chart.at(-1)).toMatch(/^adaptive +fixed$/);
  for (const line of chart) expect(widthOf(line)).toBeLessThanOrEqual(40);
});

test('a single point is a chart', () => {
  expect(lineChart({ ...STEP, points: [[3, 10]] }).some((line) => line.startsWith('10┤━'))).toBe(true);
});
