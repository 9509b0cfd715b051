import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunFound } from '../../reports/trace/run-found.ts';
import { pageOfFile } from '../../sim/cli/opened-page.ts';
import { simInTurn } from '../command-session.ts';
import { ROOT, words } from '../command.ts';
import { FORGETFUL, forgetfulRun } from './forgetful.ts';
import { PageDesk } from './page-desk.ts';

let desk: PageDesk;
let forgetful: RunFound;

beforeAll(async () => {
  [desk, forgetful] = await Promise.all([PageDesk.make(), forgetfulRun()]);
});

afterAll(() => desk.close());

test('a trace has a page too, with plots, timeline and stories', async () => {
  const file = desk.pathOf('forgetful.jsonl');
  const lines = forgetful.witnessed?.trace.events.map((event) => JSON.stringify(event)) ?? [];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const { page, requests, complaints } = await desk.opened('trace', await pageOfFile(file));
  const { attempts, copies } = forgetful.result.client;
  expect(await page.locator('.timeline-says').innerText()).toContain(`${attempts + copies} attempts of`);
  expect(await page.locator('svg.chart .letter').first().textContent()).toBe('A');
  expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
  await page.close();
});

test('a kept failure is run again for its page, with the draws that acted', async () => {
  const scenario = desk.pathOf('kept.yaml');
  writeFileSync(scenario, FORGETFUL);
  const file = desk.pathOf('failure.yaml');
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
  const file = desk.pathOf('forgetful.yaml');
  writeFileSync(file, FORGETFUL);
  const line = `sim open npm run sim -- --scenario ${file} --seed 1 --transport direct`;
  const child = spawn(process.execPath, [join(ROOT, 'start', 'petrel.cjs'), ...words(line)], { cwd: ROOT });
  try {
    const [said]: [Buffer] = (await once(child.stdout, 'data')) as [Buffer];
    const url = said.toString().trim();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const { page, requests, complaints } = await desk.openUrl(url);
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
  ['open nowhere.html', "nowhere.html can't be read: ENOENT"],
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
