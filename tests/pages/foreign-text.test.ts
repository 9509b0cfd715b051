import { afterAll, beforeAll, expect, test } from 'vitest';
import { tracePage } from '../../reports/html/trace-page.ts';
import type { Found, ReportCase } from '../../reports/reporters/report.ts';
import { EXAMPLE_COMPARISON, EXAMPLE_SWEEP } from '../../reports/testing/example-comparison.ts';
import type { RunFound } from '../../reports/trace/run-found.ts';
import { summarise } from '../../sim/sweep/index.ts';
import { exampleRecord } from '../../sim/sweep/testing/example-record.ts';
import { scenarioFrom } from '../run-scenario.ts';
import { FORGETFUL, forgetfulRun } from './forgetful.ts';
import { reportOn } from '../report-on.ts';
import { PageDesk } from './page-desk.ts';

let desk: PageDesk;
let forgetful: RunFound;

beforeAll(async () => {
  [desk, forgetful] = await Promise.all([PageDesk.make(), forgetfulRun()]);
});

afterAll(() => desk.close());

/** Breaks out of an attribute, of an element, of a script, and of a comment. */
const EVIL = `"'></script></style><!--<img src=x onerror="document.title='ran'"><script>document.title='ran'</script>`;

/** Words that say what the rest is: nobody's texts. */
const STRUCTURE: ReadonlySet<string> = new Set([
  ...['kind', 'outcome', 'verdict', 'phase', 'start', 'arrivals', 'distribution', 'overflow', 'ending'],
  ...['comparison', 'level', 'sensor', 'ids', 'numbers', 'source', 'metric', 'method', 'unit', 'status'],
]);

/** The same, with markup in every text. */
function spoilt<Value>(value: Value, key = ''): Value {
  if (typeof value === 'string') return (STRUCTURE.has(key) ? value : `${value}${EVIL}`) as Value;
  if (value instanceof Map || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: unknown) => spoilt(each, key)) as Value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]: [string, unknown]) => [name, spoilt(each, name)]),
  ) as Value;
}

test('no text of others runs, whatever stands in it', async () => {
  const report = spoilt(reportOn({ kind: 'runs', runs: [forgetful] }));
  const { page, requests, complaints } = await desk.opened('evil', desk.pageOf(report));
  await page.locator('.open-story').first().click();
  expect(await page.locator('.story-panel .step').count()).toBeGreaterThan(5);
  expect(await page.locator('.description').innerText()).toContain('<img');
  expect(await page.title()).not.toBe('ran');
  expect(await page.locator('img').count()).toBe(0);
  expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
  await page.close();
});

test('no name of a policy, a setting or a file runs either, nor when plots are drawn anew', async () => {
  const windows = scenarioFrom(FORGETFUL).timeline;
  const comparisons = spoilt([EXAMPLE_COMPARISON]);
  const html = desk.pageOf(spoilt(reportOn({ kind: 'comparisons', comparisons, windows })));
  const { page, requests, complaints } = await desk.opened('evil-comparison', html);
  await page.locator('.zoom button', { hasText: 'Zoom in' }).click();
  expect(await page.locator('.forest-name').first().innerText()).toContain('<img');
  expect(await page.title()).not.toBe('ran');
  expect(await page.locator('img').count()).toBe(0);
  expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
  await page.close();
  // The others have no script of their own: two elements of ours, and nothing that came with a text.
  const failed = exampleRecord({ seed: '2', outcome: 'violated' });
  const each: ReportCase = {
    ...{ group: failed.scenario, name: 'seed 2', status: 'failed', says: 'why', details: ['more'] },
    ...{
      properties: { seed: '2' },
      paste: 'sim',
      place: { file: 'a.yaml', line: 1 },
      story: [],
      draws: null,
    },
  };
  const held = [{ scenario: 'storm', seed: '2', change: { kind: 'failed' } as const }];
  const small = [{ kind: 'open', scenario: failed.scenario, seed: '2', paste: 'sim shrink' } as const];
  const summary = summarise([failed]);
  const found: Found = { kind: 'many', summary, small, held, asksSometimes: true };
  const pages = [
    desk.pageOf(spoilt({ ...reportOn(found), cases: [each] })),
    desk.pageOf(spoilt(reportOn({ kind: 'comparisons', comparisons: spoilt(EXAMPLE_SWEEP), windows }))),
    tracePage(EVIL, [], desk.code),
  ];
  for (const written of pages) {
    expect(written).toContain('&lt;img src=x');
    expect(written.match(/<script/g)).toHaveLength(2);
    expect(written).not.toMatch(/<img|<!--/);
  }
});
