import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Found, Report, ReportCase } from '../../reports/reporters/report.ts';
import { summarise } from '../../sim/sweep/index.ts';
import type { RunChange } from '../../sim/sweep/baseline-changes.ts';
import { exampleRecord } from '../../sim/sweep/testing/example-record.ts';
import { simInTurn } from '../command-session.ts';
import { words } from '../command.ts';
import { complaintsOfAxe, keepsAccessible } from './accessibility.ts';
import { FORGETFUL } from './forgetful.ts';
import { reportOn } from '../report-on.ts';
import { PageDesk } from './page-desk.ts';

let desk: PageDesk;

beforeAll(async () => {
  desk = await PageDesk.make();
});

afterAll(() => desk.close());

test('the report of many runs leads from the grid to what failed, and says what was close', async () => {
  const records = [1, 2, 3].map((seed) => exampleRecord({ seed: String(seed) }));
  const cases: readonly ReportCase[] = records.map(({ seed }) => ({
    group: 'storm',
    name: `seed ${seed}`,
    status: seed === '2' ? 'failed' : 'passed',
    says: seed === '2' ? 'accepted-once' : 'every invariant held',
    details: seed === '2' ? ['delivered: 80% → 70%'] : [],
    properties: { seed },
    paste: `npm run sim -- --seed ${seed}`,
    place: { file: '/somewhere/of/mine/storm.yaml', line: 7 },
    story: [],
    draws: null,
  }));
  const report: Report = {
    ...reportOn({ kind: 'many', summary: summarise(records), small: [], held: [], asksSometimes: true }),
    command: 'sweep',
    cases,
  };
  const { page } = await desk.opened('sweep', desk.pageOf(report));
  expect(await page.locator('.cell').count()).toBe(3);
  await page.locator('.cell-failed a').click();
  const failed = page.locator('.case:target');
  expect(await failed.innerText()).toContain('delivered: 80% → 70%');
  expect(await failed.locator('code').innerText()).toBe('npm run sim -- --seed 2');
  // Not where it lies on this machine.
  expect(await page.locator('main').innerText()).toContain('storm.yaml:7');
  expect(await page.content()).not.toContain('/somewhere');
  expect(await complaintsOfAxe(page)).toEqual([]);
  await page.close();
});

test('of failures that are alike a page tells the first at length, makes it small, and leads to the others', async () => {
  const file = desk.pathOf('forgetful.yaml');
  const html = desk.pathOf('sweep-by-command.html');
  writeFileSync(file, FORGETFUL);
  const corpus = desk.pathOf('corpus.yaml');
  const line = `sweep --scenario ${file} --seeds 1..3 --workers 1 --quiet --corpus ${corpus} --reporter html=${html}`;
  expect((await simInTurn(words(line))).code).toBe(1);
  const { page, complaints } = await desk.openUrl(pathToFileURL(html).href);
  const kind = page.locator('.kind');
  expect(await kind.count()).toBe(1);
  expect(await kind.locator('h4').innerText()).toContain('forgetful: accepted-once');
  expect(await kind.innerText()).toContain('3 of 3 runs failed so.');
  // Of the first the story stands open, from birth to the end, with what was drawn.
  const story = kind.locator('.accused').first();
  expect(await story.locator('summary').innerText()).toMatch(/^The story of device-00\d, reading \d+$/);
  expect(await story.locator('.step-draw').first().innerText()).toContain('seed 1 · network.answerLoss');
  // One device, one lost answer and the window that loses it are enough for a reading to be stored twice.
  const small = kind.locator('.small');
  expect(await small.innerText()).toMatch(/is device-00\d alone, [^,]+, 1 reading, 1 draw, 1 window\./);
  // The file that the page holds shows it again.
  const kept = desk.pathOf('kept.yaml');
  writeFileSync(kept, (await small.locator('pre').textContent()) ?? '');
  const again = await simInTurn(words(`replay ${kept}`));
  expect({ code: again.code, stdout: again.stdout }).toEqual({
    code: 1,
    stdout: expect.stringContaining('FAILS STILL  the same run, event by event'),
  });
  // The grid leads to the others, folded up as they are.
  const last = page.locator('.case').nth(2);
  expect(await last.isVisible()).toBe(false);
  await page.locator('.cell a').nth(2).click();
  await last.locator('.step').first().waitFor();
  expect(await last.locator('.accused').evaluate((element) => element.matches('[open]'))).toBe(true);
  await keepsAccessible(page);
  await page.setViewportSize({ width: 400, height: 900 });
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
  expect(complaints).toEqual([]);
  await page.close();
});

test('a page of a check says what changed against the baseline, and fails nothing that did not happen in few runs', () => {
  const never = [{ name: 'late-answer', by: 'scenario' as const, hits: 0 }];
  const record = exampleRecord({ seed: '1', sometimes: never });
  const held = (change: RunChange, seed: string) => ({ scenario: 'storm', seed, change });
  const moved = { metric: 'delivered', unit: 'ratio', before: 0.9, now: 0.5 } as const;
  const found: Found = {
    kind: 'many',
    summary: summarise([record]),
    small: [],
    held: [held({ kind: 'outcome', metrics: [moved] }, '1'), held({ kind: 'same' }, '2')],
    asksSometimes: false,
  };
  const says = desk.pageOf(reportOn(found));
  expect(says).toContain('1 of 2 as agreed, event by event.');
  expect(says).toContain('<td class="left">delivered</td><td>90.0%</td><td>50.0%</td>');
  expect(says).toContain('– not in these runs');
  expect(desk.pageOf(reportOn({ ...found, asksSometimes: true }))).toContain('✗ never');
});
