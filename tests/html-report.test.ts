import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { playgroundPage } from '../playground/site.ts';
import { browserCode } from '../reports/html/browser-code.ts';
import type { BrowserCode } from '../reports/html/browser-code.ts';
import { renderComparisonsCsv } from '../reports/comparison-csv.ts';
import { verdictInWords } from '../reports/comparison-verdict.ts';
import { tracePage } from '../reports/html/trace-page.ts';
import { htmlReporterWith } from '../reports/reporters/html.ts';
import type { Found, Report, ReportCase } from '../reports/reporters/report.ts';
import { EXAMPLE_COMPARISON, EXAMPLE_SWEEP } from '../reports/testing/example-comparison.ts';
import type { RunFound } from '../reports/trace/run-found.ts';
import { METRICS } from '../sim/metrics/index.ts';
import type { ComparedMetric } from '../sim/metrics/metric.ts';
import { summarise } from '../sim/sweep/index.ts';
import type { RunChange } from '../sim/sweep/baseline-changes.ts';
import { exampleRecord } from '../sim/sweep/testing/example-record.ts';
import { pageOfFile } from '../sim/cli/pages/opened-page.ts';
import { simInTurn } from './command-session.ts';
import { ROOT, words } from './command.ts';
import { openPage, startBrowser } from './browser.ts';
import type { OpenPage } from './browser.ts';
import { reportOn } from './report-on.ts';
import { scenarioCalled, scenarioFrom } from './run-scenario.ts';
import { witnessed } from './witnessed.ts';

/** The edge forgets a reading before its retry can come: what the answers of are lost is stored twice. */
const FORGETFUL = `
name: forgetful
description: It forgets.
duration: 1m
fleet: { devices: 4, interval: 5s }
network: { latency: { distribution: constant, value: 20ms } }
edge: { dedupe: { ttl: 1ms } }
timeline:
  - { at: 20s, for: 20s, network: { answerLoss: { probability: 60% } } }
`;

const folder = scratchFolder('html');
let browser: Browser;
let code: BrowserCode;
let forgetful: RunFound;
let open: OpenPage;

function pageOf(report: Report): string {
  return htmlReporterWith(code)(report);
}

function opened(name: string, html: string): Promise<OpenPage> {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, html);
  return openPage(browser, pathToFileURL(file).href);
}

beforeAll(async () => {
  [browser, code, forgetful] = await Promise.all([
    startBrowser(),
    browserCode(),
    witnessed(scenarioFrom(FORGETFUL), '1'),
  ]);
  open = await opened('run', pageOf(reportOn({ kind: 'runs', runs: [forgetful] })));
});

afterAll(async () => {
  await browser.close();
});

/** The numbers of a table by the head of their row. */
function tableCalled(page: Page, caption: string): Promise<Readonly<Record<string, string>>> {
  return page
    .locator('table', { hasText: caption })
    .first()
    .evaluate((table) =>
      Object.fromEntries(
        [...table.querySelectorAll('tbody tr')].map((row) => [
          row.querySelector('th')?.textContent ?? '',
          row.querySelector('td')?.textContent ?? '',
        ]),
      ),
    );
}

/** All its rules, or those that are named. */
async function complaintsOfAxe(page: Page, ...rules: readonly string[]): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const options = { resultTypes: ['violations'], ...(rules.length > 0 && { runOnly: rules }) };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

async function keepsAccessible(page: Page): Promise<void> {
  const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const byDay = await ground();
  expect(await complaintsOfAxe(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  // Night has other colours, and nothing else.
  expect(await complaintsOfAxe(page, 'color-contrast')).toEqual([]);
  expect(await ground()).not.toBe(byDay);
  await page.emulateMedia({ colorScheme: 'light' });
}

describe('the report of a run', () => {
  test('opens from a file, asks for nothing, and complains of nothing', () => {
    expect(open.requests).toEqual([]);
    expect(open.complaints).toEqual([]);
  });

  test('has the numbers of the result', async () => {
    const { ledger, client } = forgetful.result;
    // Four devices, each 5 s for a minute.
    expect(ledger.generated).toBe(48);
    expect(ledger.acceptedTwice).toBeGreaterThan(0);
    expect(await tableCalled(open.page, 'Delivery ledger')).toMatchObject({
      generated: '48',
      stored: String(ledger.stored),
      'accepted twice': String(ledger.acceptedTwice),
    });
    expect(await tableCalled(open.page, 'What the devices saw')).toMatchObject({
      'requests sent': String(client.attempts + client.copies),
      timeouts: String(client.timeouts),
    });
    const { sums } = forgetful.witnessed?.series.sent ?? { sums: [] };
    expect(sums.reduce((sum, value) => sum + value, 0)).toBe(client.attempts + client.copies);
    expect(sums).toEqual(forgetful.result.load);
  });

  test('opens the story of the reading that is accused, with the draw that decided', async () => {
    const accused = open.page.locator('.accused');
    expect(await accused.locator('.step-text', { hasText: 'stored by the edge' }).count()).toBeGreaterThan(1);
    expect(await accused.locator('.step-draw').first().innerText()).toMatch(
      /decided by a draw: seed 1 · network.answerLoss · device-00\d · reading \d+ · attempt 0/,
    );
    const cause = accused.locator('.step-fails a', { hasText: 'cause' }).first();
    const target = (await cause.getAttribute('href')) ?? '';
    expect(await open.page.locator(`${target} .step-text`).count()).toBe(1);
  });

  test('tells the story of a violation by a click, and goes back where one came from', async () => {
    const { page } = open;
    const button = page.locator('.open-story').first();
    const name = await button.innerText();
    await button.click();
    expect(await page.locator('.story-panel h4').innerText()).toContain(`The story of ${name}`);
    await page.locator('.story-panel .close').click();
    expect(await page.locator('.story-panel').isVisible()).toBe(false);
    expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
  });

  test('takes who has no pointer from attempt to attempt and to the story', async () => {
    const { page } = open;
    await page.locator('.timeline canvas').focus();
    await page.keyboard.press('ArrowRight');
    const first = await page.locator('.timeline-says').innerText();
    expect(first).toMatch(/^device-00\d, reading 0, attempt 0, .*: answered 2xx$/);
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('.timeline-says').innerText()).not.toBe(first);
    await page.keyboard.press('Enter');
    const steps = page.locator('.story-panel .step');
    expect(await steps.count()).toBeGreaterThan(5);
    // From a step to what came of it, and back to where one came from.
    const link = page.locator('.story-panel .step-links a', { hasText: 'consequence' }).first();
    await link.focus();
    await page.keyboard.press('Enter');
    const target = ((await link.getAttribute('href')) ?? '').slice(1);
    expect(await page.evaluate<string>('document.activeElement.id')).toBe(target);
    await page.keyboard.press('Escape');
    expect(await page.locator('.story-panel').isVisible()).toBe(false);
    expect(await page.evaluate<string>('document.activeElement.tagName')).toBe('CANVAS');
  });

  test('shows the attempts that are asked for, drawn and as a table', async () => {
    const { page } = open;
    await page.selectOption('.filters [name=ending]', 'timeout');
    const { timeouts } = forgetful.result.client;
    expect(await page.locator('.timeline-says').innerText()).toContain(`${timeouts} attempts of`);
    await page.locator('.timeline details summary').click();
    const rows = page.locator('.timeline details tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(timeouts);
    await page.locator('.timeline details summary').click();
    await page.selectOption('.filters [name=ending]', '');
  });

  test('shows a stretch of time larger, by dragging and by keys, in all plots alike', async () => {
    const { page, complaints } = open;
    const plots = page.locator('section[aria-labelledby=run0-time] .plots');
    const charts = plots.locator('svg.chart');
    const before = await plots.locator('figcaption, svg.chart').allInnerTexts();
    const drawn = await charts.evaluateAll((all) => all.map((each) => each.outerHTML));
    await charts.first().scrollIntoViewIfNeeded();
    const box = (await charts.first().boundingBox()) ?? { x: 0, y: 0, width: 0 };
    const to = (share: number) => page.mouse.move(box.x + share * box.width, box.y + 60);
    // From a quarter of the minute to a half.
    await to(0.2);
    await to(0.25);
    await page.mouse.down();
    await to(0.3);
    await to(0.5);
    await page.mouse.up();
    const stretch = page.locator('section[aria-labelledby=run0-time] .zoom span');
    const [from = 0, until = 0] = (await stretch.innerText()).split(' to ').map(Number.parseFloat);
    expect(Math.abs(from - 15) + Math.abs(until - 30)).toBeLessThan(0.2);
    // What is drawn upon them is drawn alone, and what was there is still what is told.
    const opacity = () =>
      page.evaluate<string[]>(
        `[...document.querySelectorAll('.plots svg.chart')].map((each) => getComputedStyle(each).opacity)`,
      );
    expect(await opacity()).toEqual(['0', '0', '0', '0']);
    expect(await plots.locator('figcaption, svg.chart').allInnerTexts()).toEqual(before);
    // Two thirds of 15 s to 30 s: the second that begins at 25 s, in each plot.
    await to(0.69);
    const read = plots.locator('.u-legend');
    const [second = ''] = forgetful.witnessed?.series.sent.sums.slice(25).map(String) ?? [];
    expect(await read.first().innerText()).toMatch(
      new RegExp(`^from\\s+25s\\s+requests sent\\s+${second}/s\\s`),
    );
    expect(await read.nth(1).innerText()).toMatch(/^from\s+25s\s/);
    expect(await read.count()).toBe(4);
    // The windows of faults are shaded, by day and by night, and on paper the whole stands.
    const shade = () =>
      page.evaluate<string>(
        `((pen) => (pen.drawImage(document.querySelector('.near canvas'), document.querySelector('.near canvas').width * 0.9, 24, 1, 1, 0, 0, 1, 1), pen.getImageData(0, 0, 1, 1).data.join(' ')))(new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true }))`,
      );
    const byDay = await shade();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(shade).not.toBe(byDay);
    await page.emulateMedia({ colorScheme: 'light', media: 'print' });
    expect(await opacity()).toEqual(['1', '1', '1', '1']);
    expect(await plots.locator('canvas').first().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    // Without a pointer: the group is one stop, and its keys do the same.
    await plots.focus();
    await page.keyboard.press('+');
    expect(await stretch.innerText()).not.toContain('30');
    await page.keyboard.press('0');
    expect(await stretch.innerText()).toBe('Drag over a stretch to see it larger.');
    await page.keyboard.press('ArrowRight');
    // A hundredth of the minute: within its first second.
    const [first = ''] = forgetful.witnessed?.series.sent.sums.map(String) ?? [];
    expect(await page.locator('section[aria-labelledby=run0-time] p.hidden').innerText()).toContain(
      `0.6s. Offered load and goodput: requests sent ${first}/s, readings stored first `,
    );
    expect(await opacity()).toEqual(['1', '1', '1', '1']);
    expect(await charts.evaluateAll((all) => all.map((each) => each.outerHTML))).toEqual(drawn);
    expect(complaints).toEqual([]);
    await page.mouse.move(0, 0);
  });

  test('fits a narrow and a wide window', async () => {
    for (const width of [400, 1600]) {
      await open.page.setViewportSize({ width, height: 900 });
      expect(await open.page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
        width,
      );
    }
    await open.page.setViewportSize({ width: 1200, height: 900 });
  });

  test('keeps the rules of accessibility, by day and by night', async () => {
    await keepsAccessible(open.page);
  });

  test('is the same, byte by byte, of the same run', async () => {
    const again = await witnessed(scenarioFrom(FORGETFUL), '1');
    const html = pageOf(reportOn({ kind: 'runs', runs: [again] }));
    expect(html).toBe(pageOf(reportOn({ kind: 'runs', runs: [forgetful] })));
    // What it cost to make it stands nowhere.
    expect(html).not.toContain(String(again.result.timing.wallMs));
  });

  test('is light: what is not data takes at most 150 KB', () => {
    expect(code.script.length + code.style.length).toBeLessThan(150_000);
  });

  test('says whose work is in it, as their licence asks', () => {
    expect(pageOf(reportOn({ kind: 'runs', runs: [forgetful] }))).toContain('Leon Sorokin');
  });
});

test('a command line writes the page of its run, events and draws with it', async () => {
  const file = join(folder, 'forgetful.yaml');
  const html = join(folder, 'by-command.html');
  writeFileSync(file, FORGETFUL);
  const line = `--scenario ${file} --seed 1 --transport direct --quiet --reporter html=${html}`;
  expect((await simInTurn(words(line))).code).toBe(1);
  const written = readFileSync(html, 'utf8').trimEnd();
  const data = (text: string) => /id="data">([^<]*)</.exec(text)?.[1];
  // All but the line to paste, and the warning that names the file.
  expect(data(written)).toBe(data(pageOf(reportOn({ kind: 'runs', runs: [forgetful] }))));
});

describe('the report of a comparison', () => {
  const windows = scenarioFrom(FORGETFUL).timeline;
  const report = () => reportOn({ kind: 'comparisons', comparisons: [EXAMPLE_COMPARISON], windows });

  test('says what the terminal says, draws each difference, and holds the numbers as CSV', async () => {
    const { page, requests, complaints } = await opened('comparison', pageOf(report()));
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
    // 300 bins of a second, of which the half in the middle is shown.
    await page.locator('.zoom button', { hasText: 'Zoom in' }).click();
    expect(await page.locator('.zoom span').innerText()).toBe('1m15s to 3m45s');
    expect(await page.locator('.u-legend .u-label').allInnerTexts()).toEqual([
      'from',
      ...EXAMPLE_COMPARISON.policies.map(({ policy }) => policy),
    ]);
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
    const html = pageOf(reportOn({ kind: 'comparisons', comparisons: EXAMPLE_SWEEP, windows }));
    const swept = html.slice(html.indexOf('id="curves"'), html.indexOf('id="latency"'));
    const curves = swept.match(/class="series series-\d" d="M/g) ?? [];
    expect(curves.length).toBeGreaterThan(0);
    expect(swept.match(/class="band band-\d"/g)).toHaveLength(curves.length);
    // How long readings take, at each of the three values.
    expect(html.match(/id="latency-\d"/g)).toHaveLength(3);
  });
});

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
  const { page } = await opened('sweep', pageOf(report));
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
  const file = join(folder, 'forgetful.yaml');
  const html = join(folder, 'sweep-by-command.html');
  writeFileSync(file, FORGETFUL);
  const corpus = join(folder, 'corpus.yaml');
  const line = `sweep --scenario ${file} --seeds 1..3 --workers 1 --quiet --corpus ${corpus} --reporter html=${html}`;
  expect((await simInTurn(words(line))).code).toBe(1);
  const { page, complaints } = await openPage(browser, pathToFileURL(html).href);
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
  const kept = join(folder, 'kept.yaml');
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
    held: [held({ kind: 'outcome', agreed: 'passed', metrics: [moved] }, '1'), held({ kind: 'same' }, '2')],
    asksSometimes: false,
  };
  const says = pageOf(reportOn(found));
  expect(says).toContain('1 of 2 as agreed, event by event.');
  expect(says).toContain('<td class="left">delivered</td><td>90.0%</td><td>50.0%</td>');
  expect(says).toContain('– not in these runs');
  expect(pageOf(reportOn({ ...found, asksSometimes: true }))).toContain('✗ never');
});

test('of code that users bring the draws are told too', async () => {
  const file = join(folder, 'forgetful.yaml');
  const html = join(folder, 'brought.html');
  writeFileSync(file, FORGETFUL);
  const line = `--scenario ${file} --seed 1 --policy examples/fibonacci-policy.ts --quiet --reporter html=${html}`;
  expect((await simInTurn(words(line))).code).toBe(1);
  expect(readFileSync(html, 'utf8')).toContain('decided by a draw: seed 1 · network.answerLoss');
});

test('a trace has a page too, with plots, timeline and stories', async () => {
  const file = join(folder, 'forgetful.jsonl');
  const lines = forgetful.witnessed?.trace.events.map((event) => JSON.stringify(event)) ?? [];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const { page, requests, complaints } = await opened('trace', await pageOfFile(file));
  const { attempts, copies } = forgetful.result.client;
  expect(await page.locator('.timeline-says').innerText()).toContain(`${attempts + copies} attempts of`);
  expect(await page.locator('svg.chart .letter').first().textContent()).toBe('A');
  expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
  await page.close();
});

test('a trace of more runs than a page shows is refused before it is read to its end', async () => {
  const file = join(folder, 'runs.jsonl');
  writeFileSync(file, `${'{"at":0,"kind":"phase_started","phase":"faults"}\n'.repeat(101)}no event\n`);
  await expect(pageOfFile(file)).rejects.toThrow(`${file} holds more than 100 runs`);
});

test('a kept failure is run again for its page, with the draws that acted', async () => {
  const scenario = join(folder, 'kept.yaml');
  writeFileSync(scenario, FORGETFUL);
  const file = join(folder, 'failure.yaml');
  const shrunk = await simInTurn(
    words(`shrink --scenario ${scenario} --seed 1 --runs-max 30 --other-seeds 1 --out ${file}`),
  );
  expect(shrunk.stderr).toBe('');
  const page = await pageOfFile(file);
  expect(page).toContain('VIOLATED');
  expect(page).toContain(`npm run sim -- replay ${file}`);
  expect(page).toContain('decided by a draw: seed 1 · network.answerLoss');
  // Of the many readings of the scenario the failure needs a few.
  expect(page).not.toContain(forgetful.result.fingerprint.slice(0, 12));
});

test('the line of a run, pasted as it is, runs it again and serves its report to this machine', async () => {
  const file = join(folder, 'forgetful.yaml');
  writeFileSync(file, FORGETFUL);
  const line = `sim open npm run sim -- --scenario ${file} --seed 1 --transport direct`;
  const child = spawn(process.execPath, [join(ROOT, 'start', 'petrel.cjs'), ...words(line)], { cwd: ROOT });
  try {
    const [said]: [Buffer] = (await once(child.stdout, 'data')) as [Buffer];
    const url = said.toString().trim();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const { page, requests, complaints } = await openPage(browser, url);
    expect(await page.locator('.facts').innerText()).toContain(forgetful.result.fingerprint.slice(0, 12));
    expect(await page.locator('.verdict-word').innerText()).toContain('VIOLATED');
    // A browser asks for an icon by itself.
    expect(requests.filter((request) => !request.endsWith('/favicon.ico'))).toEqual([]);
    expect(complaints.filter((said) => !said.includes('404'))).toEqual([]);
    await page.close();
    // Another name for this machine is no way to its pages.
    const refused = await statusFrom(url, 'evil.example');
    expect(refused).toBe(403);
  } finally {
    child.kill('SIGINT');
  }
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
});

function statusFrom(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
}

test.for([
  ['open', 'name a report that --reporter html=FILE wrote'],
  ['open nowhere.html', 'nowhere.html: there is no such file'],
  ['open package.json', 'package.json:1: it is not JSON'],
  ['open scenarios/storm.yaml', 'scenarios/storm.yaml is no failure that sim shrink wrote'],
  ['open a.html --port 99999', 'it must be a port from 1 to 65535'],
  ['open a.html --seed 1', 'a.html is a file, and takes no --seed'],
  ['open --seed 1', 'or open --scenario storm --seed 42'],
  ['open --scenario strom', 'strom'],
  ['open npm run sim -- sweep --seeds 1..3', 'open shows the run of a line, and "sweep" is none'],
] as const)('%s is refused in a sentence', async ([line, why]) => {
  const { code, stderr } = await simInTurn(words(line));
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(why) });
});

describe('the playground', () => {
  let playground: OpenPage;

  beforeAll(async () => {
    const file = join(folder, 'playground.html');
    writeFileSync(file, await playgroundPage());
    const url = pathToFileURL(file).href;
    playground = await openPage(browser, `${url}#scenario=lost-ack&seed=7&fleet.devices=2`);
    await playground.page.waitForSelector('html[data-ready=true]', { state: 'attached' });
  });

  const fingerprint = () => playground.page.locator('#results').getAttribute('data-fingerprint');
  const runHere = async (...set: readonly string[]) => {
    const { result } = await witnessed(scenarioCalled('lost-ack', ...set), '7');
    return result.fingerprint;
  };

  test('gives the run of the command line, fingerprint and all, by its link', async () => {
    expect(await fingerprint()).toBe(await runHere('fleet.devices=2'));
    expect(await playground.page.locator('.paste code').innerText()).toBe(
      'npm run sim -- --scenario lost-ack --seed 7 --set fleet.devices=2 --transport direct',
    );
  });

  test('runs anew when something is turned, and its link holds that', async () => {
    const { page } = playground;
    await page.locator('[name="network.loss"]').fill('20');
    const command = page.locator('.paste code');
    await command.getByText('network.loss=20%').waitFor();
    expect(page.url()).toContain('network.loss=20');
    expect(await fingerprint()).toBe(await runHere('fleet.devices=2', 'network.loss=20%'));
    await page.selectOption('[name=policy]', 'full-jitter');
    await command.getByText('policy.name=full-jitter').waitFor();
    expect(page.url()).toContain('policy=full-jitter');
    const set = ['fleet.devices=2', 'network.loss=20%', 'device.policy.name=full-jitter'];
    expect(await fingerprint()).toBe(await runHere(...set));
  });

  test('tells stories as a report does, asks for nothing, and keeps the rules of accessibility', async () => {
    const { page, requests, complaints } = playground;
    await page.locator('.timeline canvas').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await page.locator('.story-panel .step').count()).toBeGreaterThan(3);
    await keepsAccessible(page);
    // Its worker is made of what stands in the page.
    expect(requests.filter((request) => !request.startsWith('blob:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('says what is wrong with what nobody can run', async () => {
    const { page } = playground;
    await page.locator('[name="device.timeout"]').evaluate((input: { min: string }) => {
      input.min = '-5';
    });
    await page.locator('[name="device.timeout"]').fill('-5');
    await page.locator('#results h2', { hasText: 'This can’t be run' }).waitFor();
    expect(await page.locator('#results').innerText()).toContain('device.timeout');
    await page.close();
  });
});

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
  const { page, requests, complaints } = await opened('evil', pageOf(report));
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
  const html = pageOf(spoilt(reportOn({ kind: 'comparisons', comparisons, windows })));
  const { page, requests, complaints } = await opened('evil-comparison', html);
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
    pageOf(spoilt({ ...reportOn(found), cases: [each] })),
    pageOf(spoilt(reportOn({ kind: 'comparisons', comparisons: spoilt(EXAMPLE_SWEEP), windows }))),
    tracePage(EVIL, [], code),
  ];
  for (const written of pages) {
    expect(written).toContain('&lt;img src=x');
    expect(written.match(/<script/g)).toHaveLength(2);
    expect(written).not.toMatch(/<img|<!--/);
  }
});

test('what was left out of a timeline is said, and all else is about all', async () => {
  const found = await witnessed(scenarioFrom(FORGETFUL), '1', 200);
  const { page } = await opened('part', pageOf(reportOn({ kind: 'runs', runs: [found] })));
  const { devices } = found.witnessed?.trace ?? { devices: [] };
  expect(devices.length).toBeLessThan(4);
  expect(await page.locator('[role=note]').innerText()).toContain(`${4 - devices.length} devices of 4`);
  expect(await tableCalled(page, 'Delivery ledger')).toMatchObject({ generated: '48' });
  await page.close();
});
