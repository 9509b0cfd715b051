import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderComparisonsCsv } from '../../reports/comparison-csv.ts';
import { verdictInWords } from '../../reports/comparison-verdict.ts';
import { EXAMPLE_COMPARISON, EXAMPLE_SWEEP } from '../../reports/testing/example-comparison.ts';
import { METRICS } from '../../sim/metrics/index.ts';
import type { ComparedMetric } from '../../sim/metrics/metric.ts';
import { scenarioFrom } from '../run-scenario.ts';
import { keepsAccessible } from './accessibility.ts';
import { FORGETFUL } from './forgetful.ts';
import { reportOn } from '../report-on.ts';
import { PageDesk } from './page-desk.ts';

let desk: PageDesk;

beforeAll(async () => {
  desk = await PageDesk.make();
});

afterAll(() => desk.close());

describe('the report of a comparison', () => {
  const windows = scenarioFrom(FORGETFUL).timeline;
  const report = () => reportOn({ kind: 'comparisons', comparisons: [EXAMPLE_COMPARISON], windows });

  test('says what the terminal says, draws each difference, and holds the numbers as CSV', async () => {
    const { page, requests, complaints } = await desk.opened('comparison', desk.pageOf(report()));
    const words = await page.locator('section[aria-labelledby=verdict]').innerText();
    for (const sentence of verdictInWords(EXAMPLE_COMPARISON)) expect(words).toContain(sentence);
    const rivals = EXAMPLE_COMPARISON.policies.length - 1;
    expect(await page.locator('.forest').first().locator('.forest-row').count()).toBe(rivals);
    // Where it is said to be significant, the dot is full; and nowhere else.
    const full = EXAMPLE_COMPARISON.policies.flatMap(({ measures }) =>
      measures.filter(({ metric, difference }) => {
        const { compared }: ComparedMetric = METRICS[metric];
        return compared.key === true && difference?.significant === true;
      }),
    );
    expect(await page.locator('.dot-full').count()).toBe(full.length);
    // Offered load and the distribution of what readings take, a line for each policy.
    for (const id of ['load', 'latency'])
      expect(await page.locator(`section[aria-labelledby=${id}] path.series`).count()).toBe(rivals + 1);
    const within = page.locator('section[aria-labelledby=latency] tbody tr', { hasText: '5s' }).first();
    // The steps of the example at 112.64 ms, 2 s and 4 s: 0.7 and two fifths of the way to 0.9732, and so on.
    expect(await within.locator('td').allTextContents()).toEqual(['80.9%', '77.3%', '83.2%']);
    const load = page.locator('svg.chart');
    expect(await load.locator('.shade').count()).toBe(1);
    // 300 bins of a second.
    expect(await load.getAttribute('data-end')).toBe('300000000');
    await page.locator('.zoom button', { hasText: 'Zoom in' }).click();
    expect(await load.getAttribute('data-start')).toBe('75000000');
    expect((await page.locator('.csv pre').textContent())?.trimEnd()).toBe(
      renderComparisonsCsv([EXAMPLE_COMPARISON]),
    );
    await keepsAccessible(page);
    await page.setViewportSize({ width: 400, height: 900 });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
    expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
    await page.close();
  });

  test('draws a sweep as curves with bands, a band for each curve', async () => {
    const html = desk.pageOf(reportOn({ kind: 'comparisons', comparisons: EXAMPLE_SWEEP, windows }));
    const swept = html.slice(html.indexOf('id="curves"'), html.indexOf('id="latency"'));
    const curves = swept.match(/class="series series-\d" d="M/g) ?? [];
    expect(curves.length).toBeGreaterThan(0);
    expect(swept.match(/class="band band-\d"/g)).toHaveLength(curves.length);
    // How long readings take, at each of the three values.
    expect(html.match(/id="latency-\d"/g)).toHaveLength(3);
  });
});
