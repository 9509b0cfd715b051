import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simInTurn } from './command-session.ts';

/** Stores whatever comes, each time. */
const NO_DEDUPE = `
export function createEdge({ stored }) {
  const handler = (request, response) => {
    if (request.method !== 'POST') return void response.writeHead(404).end();
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      const { device_id, sequence_id, timestamp, values } = JSON.parse(text);
      if (SEEN) stored({ device_id, sequence_id, timestamp, values });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ device_id, sequence_id }));
    });
  };
  return { handler, accepted: 'as-it-happens' };
}`;

let folder = '';
let bad = '';
let mended = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'petrel-shrink-'));
  bad = join(folder, 'bad.mjs');
  mended = join(folder, 'mended.mjs');
  writeFileSync(bad, NO_DEDUPE.replace('if (SEEN) ', ''));
  const remembers = 'const seen = new Set();\n  const handler';
  const once = '!seen.has(`${device_id}/${sequence_id}`) && seen.add(`${device_id}/${sequence_id}`)';
  writeFileSync(mended, NO_DEDUPE.replace('const handler', remembers).replace('SEEN', once));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Short, and of few devices: all that matters is that one answer is lost. */
const RUN = ['--scenario', 'lost-ack', '--seed', '42', '--duration', '30s', '--devices', '4'];

test('a failing run is made small, kept, and replayed', async () => {
  const out = join(folder, 'kept', 'lost.yaml');
  const shrunk = await simInTurn(['shrink', ...RUN, '--edge', bad, '--out', out]);
  expect(shrunk.stderr).toBe('');
  expect(shrunk.code).toBe(1);
  expect(shrunk.stdout).toContain('Finding 1 of 1: accepted-once: stored-again, of a reading');
  expect(shrunk.stdout).toMatch(/is now\s+device-00\d alone, 1s, 1 draw, 0 windows/);
  expect(shrunk.stdout).toContain('fails in 20 of 20 runs with other seeds: nothing else matters');
  expect(shrunk.stdout).toContain(`replay ${out}`);
  // The notes of a search that came to its end are gone.
  expect(readdirSync(join(folder, 'kept'))).toEqual(['lost.yaml']);

  const again = await simInTurn(['replay', out]);
  expect(again.code).toBe(1);
  expect(again.stdout).toContain('1 of 1 used');
  expect(again.stdout).toContain('FAILS STILL  the same run, event by event');
  expect(again.stdout).toContain('answer_lost');

  const healed = await simInTurn(['replay', out, '--edge', mended]);
  expect(healed.code).toBe(0);
  expect(healed.stdout).toContain('FAILS NO MORE  all that it takes was there, and nothing failed');

  const early = await simInTurn(['replay', out, '--until', '1s']);
  expect(early.code).toBe(6);
  expect(early.stdout).toContain('CUT SHORT');
});

test('a draw that the code no longer asks for is named', async () => {
  const out = join(folder, 'gone.yaml');
  await simInTurn(['shrink', ...RUN, '--edge', bad, '--out', out]);
  const text = readFileSync(out, 'utf8');
  const line = /^ {2}- \{ fault: network.answerLoss.*$/m.exec(text)?.[0] ?? '';
  writeFileSync(out, text.replace(line, `${line}\n${line.replace(/reading: \d+/, 'reading: 99')}`));
  const replayed = await simInTurn(['replay', out]);
  expect(replayed.stdout).toContain('1 of 2 used');
  expect(replayed.stdout).toMatch(/did not find their place[^]*reading 99, attempt 0: network.answerLoss/);
});

test('a search that a bound ended says so, and goes on from there', async () => {
  const out = join(folder, 'bounded.yaml');
  const words = ['shrink', ...RUN, '--edge', bad, '--out', out];
  const ended = await simInTurn([...words, '--runs-max', '3']);
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('3 runs: ended by --runs-max');
  expect(existsSync(`${out}.partial`)).toBe(true);
  const notes = readFileSync(`${out}.partial`, 'utf8').split('\n');
  // A line that says what it is about, one for each run, and nothing after the last line break.
  expect(notes).toHaveLength(1 + 3 + 1);
  const whole = await simInTurn(words);
  const fresh = join(folder, 'fresh.yaml');
  await simInTurn(['shrink', ...RUN, '--edge', bad, '--out', fresh]);
  expect(whole.stdout).toContain('nothing is left that could be taken out');
  expect(readFileSync(out, 'utf8').replaceAll(out, '')).toBe(
    readFileSync(fresh, 'utf8').replaceAll(fresh, ''),
  );
  expect(existsSync(`${out}.partial`)).toBe(false);
});

test('a search that can not begin leaves nothing behind', async () => {
  const out = join(folder, 'nowhere', 'a.yaml');
  const refused = await simInTurn(['shrink', ...RUN, '--edge', join(folder, 'none.mjs'), '--out', out]);
  expect(refused.code).toBe(2);
  expect(readdirSync(join(folder, 'nowhere'))).toEqual([]);
});

test('of a run that passed nothing is made', async () => {
  const passed = await simInTurn(['shrink', ...RUN, '--edge', mended, '--out', join(folder, 'none.yaml')]);
  expect(passed.code).toBe(0);
  expect(passed.stdout).toContain('Nothing to make small: the run passed.');
  expect(existsSync(join(folder, 'none.yaml'))).toBe(false);
});

test('a run that differs from itself is not made small', async () => {
  // It counts its starts in a file, and so in each run it knows of those before.
  const leaks = join(folder, 'leaks.mjs');
  const starts = JSON.stringify(join(folder, 'starts'));
  const code = NO_DEDUPE.replace('if (SEEN) ', '')
    .replace('export', "import { appendFileSync, readFileSync } from 'node:fs';\nexport")
    .replace('const handler', `appendFileSync(${starts}, '.');\n  const handler`)
    .replace('writeHead(200', `writeHead(readFileSync(${starts}).length % 2 === 0 ? 200 : 503`);
  writeFileSync(leaks, code);
  const out = join(folder, 'leaks.yaml');
  const found = await simInTurn(['shrink', ...RUN, '--edge', leaks, '--out', out]);
  expect([found.code, found.stdout.slice(0, 17)]).toEqual([4, 'NOT DETERMINISTIC']);
});

test.for<readonly [what: string, words: readonly string[], says: string]>([
  ['no scenario', ['shrink', '--seed', '1'], 'name one scenario'],
  ['no seed', ['shrink', '--scenario', 'storm'], 'give the seed of the failing run'],
  [
    'two scenarios',
    ['shrink', '--scenario', 'storm', '--scenario', 'calm', '--seed', '1'],
    'name one scenario',
  ],
  ['no runs', ['shrink', '--scenario', 'storm', '--seed', '1', '--runs-max', '0'], '--runs-max'],
  ['no file', ['replay'], 'name one file'],
  ['a file that is not there', ['replay', 'nowhere.yaml'], 'nowhere.yaml'],
  ['a file that is none', ['replay', 'package.json'], 'is no failure that sim shrink wrote'],
  ['a reading that is none', ['replay', 'a.yaml', '--around', 'x'], '--around: found "x"'],
])('%s is a mistake that is named', async ([, words, says]) => {
  const refused = await simInTurn(words);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(says);
});
