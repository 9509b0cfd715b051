import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunFound } from '../../reports/trace/run-found.ts';
import { simInTurn } from '../command-session.ts';
import { words } from '../command.ts';
import type { OpenPage } from '../browser.ts';
import { scenarioFrom } from '../run-scenario.ts';
import { witnessed } from '../witnessed.ts';
import { keepsAccessible } from './accessibility.ts';
import { FORGETFUL, forgetfulRun } from './forgetful.ts';
import { reportOn } from '../report-on.ts';
import { PageDesk } from './page-desk.ts';
import { tableCalled } from './table-called.ts';

let desk: PageDesk;
let forgetful: RunFound;
let open: OpenPage;

beforeAll(async () => {
  [desk, forgetful] = await Promise.all([PageDesk.make(), forgetfulRun()]);
  open = await desk.opened('run', desk.pageOf(reportOn({ kind: 'runs', runs: [forgetful] })));
});

afterAll(() => desk.close());

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
    const { page } = open;
    const charts = page.locator('section[aria-labelledby=run0-time] svg.chart');
    const shown = () =>
      charts.evaluateAll((all) => [
        ...new Set(all.map((each) => `${each.getAttribute('data-start')}–${each.getAttribute('data-end')}`)),
      ]);
    expect(await shown()).toEqual(['0–60000000']);
    const before = await charts.first().innerHTML();
    await charts.first().scrollIntoViewIfNeeded();
    const box = (await charts.first().boundingBox()) ?? { x: 0, y: 0, width: 0 };
    const at = (share: number) => ({ x: box.x + share * box.width, y: box.y + 60 });
    // From a quarter of the minute to a half.
    await page.mouse.move(at(0.25).x, at(0.25).y);
    await page.mouse.down();
    await page.mouse.move(at(0.5).x, at(0.5).y);
    await page.mouse.up();
    const [drawn = ''] = await shown();
    const [from = 0, to = 0] = drawn.split('–').map(Number);
    expect(Math.abs(from - 15e6) + Math.abs(to - 30e6)).toBeLessThan(0.2e6);
    // The window of faults, from 20 s to 40 s, is cut off at the right, and its letter stands where it is seen.
    expect(await charts.first().locator('.letter').getAttribute('x')).toMatch(/^6[5-9]/);
    const all = page.locator('.zoom button', { hasText: 'All' }).first();
    await all.focus();
    await page.keyboard.press('Enter');
    expect(await shown()).toEqual(['0–60000000']);
    // What the browser draws is what the page came with.
    await page.mouse.move(0, 0);
    const bare = (html: string) =>
      html.replaceAll(/<(line|text) class="crosshair.*?(<\/text>|<\/line>)/g, '');
    expect(bare(await charts.first().innerHTML())).toBe(bare(before));
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
    const html = desk.pageOf(reportOn({ kind: 'runs', runs: [again] }));
    expect(html).toBe(desk.pageOf(reportOn({ kind: 'runs', runs: [forgetful] })));
    // What it cost to make it stands nowhere.
    expect(html).not.toContain(String(again.result.timing.wallMs));
  });

  test('is light: what is not data takes at most 150 KB', () => {
    expect(desk.code.script.length + desk.code.style.length).toBeLessThan(150_000);
  });
});

test('a command line writes the page of its run, events and draws with it', async () => {
  const file = desk.pathOf('forgetful.yaml');
  const html = desk.pathOf('by-command.html');
  writeFileSync(file, FORGETFUL);
  const line = `--scenario ${file} --seed 1 --transport direct --quiet --reporter html=${html}`;
  expect((await simInTurn(words(line))).code).toBe(1);
  const written = readFileSync(html, 'utf8').trimEnd();
  const data = (text: string) => /id="data">([^<]*)</.exec(text)?.[1];
  // All but the line to paste, and the warning that names the file.
  expect(data(written)).toBe(data(desk.pageOf(reportOn({ kind: 'runs', runs: [forgetful] }))));
});

test('of code that users bring the draws are told too', async () => {
  const file = desk.pathOf('forgetful.yaml');
  const html = desk.pathOf('brought.html');
  writeFileSync(file, FORGETFUL);
  const line = `--scenario ${file} --seed 1 --policy examples/fibonacci-policy.ts --quiet --reporter html=${html}`;
  expect((await simInTurn(words(line))).code).toBe(1);
  expect(readFileSync(html, 'utf8')).toContain('decided by a draw: seed 1 · network.answerLoss');
});

test('what was left out of a timeline is said, and all else is about all', async () => {
  const found = await witnessed(scenarioFrom(FORGETFUL), '1', 200);
  const { page } = await desk.opened('part', desk.pageOf(reportOn({ kind: 'runs', runs: [found] })));
  const { devices } = found.witnessed?.trace ?? { devices: [] };
  expect(devices.length).toBeLessThan(4);
  expect(await page.locator('[role=note]').innerText()).toContain(`${4 - devices.length} devices of 4`);
  expect(await tableCalled(page, 'Delivery ledger')).toMatchObject({ generated: '48' });
  await page.close();
});
