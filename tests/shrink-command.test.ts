import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { simInTurn } from './command-session.ts';

/** Stores whatever comes, each time; in a process that has run it before, nothing: it leaves a mark in the globals. */
const NO_DEDUPE = `
export function createEdge({ stored }) {
  globalThis.petrelRuns = (globalThis.petrelRuns ?? 0) + 1;
  const handler = (request, response) => {
    if (request.method !== 'POST') return void response.writeHead(404).end();
    let text = '';
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      const { device_id, sequence_id, timestamp, values } = JSON.parse(text);
      if (globalThis.petrelRuns === 1) stored({ device_id, sequence_id, timestamp, values });
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
  folder = scratchFolder('shrink');
  bad = join(folder, 'bad.mjs');
  mended = join(folder, 'mended.mjs');
  writeFileSync(bad, NO_DEDUPE);
  const remembers = 'const seen = new Set();\n  const handler';
  const once = '!seen.has(`${device_id}/${sequence_id}`) && seen.add(`${device_id}/${sequence_id}`)';
  writeFileSync(
    mended,
    NO_DEDUPE.replace('const handler', remembers).replace('globalThis.petrelRuns === 1', once),
  );
});

/** All that matters is that one request comes twice. Each run of code that is brought has a thread of its own: so few do. */
const RUN = ['--scenario', 'calm', '--seed', '42', '--duration', '4s', '--devices', '1'];
const BROUGHT = [...RUN, '--set', 'network.duplicate=100%', '--workers', '1', '--other-seeds', '0'];

test('code that is brought is run in threads of its own, made small, kept, and replayed', async () => {
  const out = join(folder, 'kept', 'lost.yaml');
  const words = ['shrink', ...BROUGHT, '--edge', bad, '--out', out, '--runs-max', '4'];
  const shrunk = await simInTurn(words);
  expect(shrunk.stderr).toBe('');
  expect(shrunk.code).toBe(1);
  expect(shrunk.stdout).toContain('Finding 1 of 1: accepted-once: stored-again, of a reading');
  expect(shrunk.stdout).toMatch(/is now\s+device-001 alone, \S+, 1 reading, 1 draw, 0 windows/);
  expect(shrunk.stdout).toMatch(/network\.duplicate +needed/);
  expect(shrunk.stdout).toContain(`replay ${out}`);

  const again = await simInTurn(['replay', out]);
  expect(again.code).toBe(1);
  expect(again.stdout).toContain('1 of 1 used');
  expect(again.stdout).toContain('FAILS STILL  the same run, event by event');
  expect(again.stdout).toContain('copy 1');

  const healed = await simInTurn(['replay', out, '--edge', mended]);
  expect(healed.code).toBe(0);
  expect(healed.stdout).toContain('FAILS NO MORE  all that it takes was there, and nothing failed');
});

/** Ours, and something that it does not come to once an answer is lost. */
const OWN = [
  ...['--scenario', 'lost-ack', '--seed', '42', '--duration', '6s', '--devices', '2'],
  ...['--set', 'network.answerLoss=60%', '--set', 'expect.attemptsPerReading=<= 1', '--other-seeds', '1'],
];

function withoutItsName(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(file, '');
}

// How many are tried at once is no matter of the search either: `laboratory.test.ts`.
test('the file and the report are the same for one worker and for two', async () => {
  const files = [1, 2].map((workers) => ({ workers, out: join(folder, 'workers', `${workers}.yaml`) }));
  const reports: string[] = [];
  for (const { workers, out } of files) {
    const { stdout } = await simInTurn(['shrink', ...OWN, '--out', out, '--workers', `${workers}`]);
    reports.push(stdout.replaceAll(out, ''));
  }
  const [first, ...others] = files.map(({ out }) => withoutItsName(out));
  expect(first).toContain('it failed in 1 of 1 runs');
  expect(others).toEqual([first]);
  expect(reports[0]).toContain('fails in 1 of 1 run with other seeds: nothing else matters');
  expect(reports[1]).toBe(reports[0]);
  // The notes of searches that came to their end are gone.
  expect(readdirSync(join(folder, 'workers'))).toEqual(['1.yaml', '2.yaml']);
});

test('a draw that the code no longer asks for is named, and a run that is cut short is no pass', async () => {
  const out = join(folder, 'gone.yaml');
  await simInTurn(['shrink', ...OWN, '--out', out, '--workers', '1']);
  const text = readFileSync(out, 'utf8');
  const line = /^ {2}- \{ fault: network.answerLoss.*$/m.exec(text)?.[0] ?? '';
  writeFileSync(out, text.replace(line, `${line}\n${line.replace(/reading: \d+/, 'reading: 99')}`));
  const replayed = await simInTurn(['replay', out]);
  expect(replayed.stdout).toContain('1 of 2 used');
  expect(replayed.stdout).toMatch(/did not find their place[^]*reading 99, attempt 0: network.answerLoss/);

  const early = await simInTurn(['replay', out, '--until', '1s']);
  expect(early.code).toBe(6);
  expect(early.stdout).toContain('CUT SHORT');
  expect(early.stdout).toContain('may be still to come');
  expect(early.stdout).not.toMatch(/Also failed|did not find/);
  const [, own = ''] = /^devices: \[ (\S+) \]$/m.exec(text) ?? [];
  for (const [around, there] of [
    ['99999', `those of ${own} are`],
    ['nobody/1', `there are those of ${own}`],
  ] as const) {
    const nowhere = await simInTurn(['replay', out, '--around', around]);
    expect(nowhere.stdout.replaceAll(/\s+/g, ' ')).toMatch(`--around: no event of this run is of reading`);
    expect(nowhere.stdout.replaceAll(/\s+/g, ' ')).toContain(there);
  }

  const [, only = ''] = /^devices: \[ (\S+) \]$/m.exec(text) ?? [];
  writeFileSync(
    out,
    text.replace('\ndraws:', `\nsamples:\n  - { device: ${only}, taken: [ 99999 ] }\ndraws:`),
  );
  const nothing = await simInTurn(['replay', out]);
  expect(nothing.code).toBe(8);
  expect(nothing.stdout).toContain('NOT JUDGED  none of the samples that the file lists came');
});

test('a search that a bound ended says so, and goes on from there with any number of workers', async () => {
  const out = join(folder, 'bounded.yaml');
  const words = ['shrink', ...OWN, '--out', out];
  const ended = await simInTurn([...words, '--workers', '1', '--runs-max', '3']);
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('3 runs: ended by --runs-max');
  expect(existsSync(`${out}.partial`)).toBe(true);
  const notes = readFileSync(`${out}.partial`, 'utf8').split('\n');
  // A line that says what it is about, one for each run, and nothing after the last line break.
  expect(notes).toHaveLength(1 + 3 + 1);
  // The last line was cut off in the middle, as by a kill.
  writeFileSync(`${out}.partial`, `${notes.slice(0, 3).join('\n')}\n${notes[3]?.slice(0, 30)}`);
  const whole = await simInTurn([...words, '--workers', '2']);
  const fresh = join(folder, 'fresh.yaml');
  const atOnce = await simInTurn(['shrink', ...OWN, '--out', fresh, '--workers', '1']);
  expect(whole.stderr).toBe('');
  expect(whole.stdout).toContain('nothing is left that could be taken out');
  expect(whole.stdout.replaceAll(out, '')).toBe(atOnce.stdout.replaceAll(fresh, ''));
  expect(withoutItsName(out)).toBe(withoutItsName(fresh));
  expect(existsSync(`${out}.partial`)).toBe(false);
});

test('a search whose result could not be written goes on from what was run, but not with other code', async () => {
  const edge = join(folder, 'edited.mjs');
  writeFileSync(edge, NO_DEDUPE);
  // Where a file should come is a folder.
  const out = join(folder, 'taken.yaml');
  mkdirSync(out);
  const words = ['shrink', ...BROUGHT, '--edge', edge, '--out', out];
  const unwritten = await simInTurn([...words, '--runs-max', '4']);
  expect(unwritten.code).toBe(7);
  expect(unwritten.stderr).toContain(`${out}.partial has what was run: the same command goes on from there.`);
  const notes = (): readonly string[] => readFileSync(`${out}.partial`, 'utf8').trimEnd().split('\n');
  // A line that says what it is about, and one for each run.
  expect(notes()).toHaveLength(1 + 4);
  writeFileSync(edge, `${NO_DEDUPE} // edited`);
  await simInTurn([...words, '--runs-max', '2']);
  expect(notes()).toHaveLength(1 + 2);
});

test('a search that can not begin leaves nothing behind', async () => {
  const out = join(folder, 'nowhere', 'a.yaml');
  const broken = join(folder, 'broken.mjs');
  writeFileSync(broken, 'export const = 3;');
  const refused = await simInTurn(['shrink', ...BROUGHT, '--edge', broken, '--out', out]);
  expect(refused.code).toBe(2);
  expect(readdirSync(join(folder, 'nowhere'))).toEqual([]);
});

test('of a run that passed nothing is made', async () => {
  const out = join(folder, 'none.yaml');
  const passed = await simInTurn(['shrink', ...RUN, '--out', out, '--workers', '1']);
  expect(passed.code).toBe(0);
  expect(passed.stdout).toContain('Nothing to make small: nothing failed in the run.');
  expect(existsSync(out)).toBe(false);
});

test('a run that differs from itself is not made small', async () => {
  // It counts its starts in a file, and so in each run it knows of those before.
  const leaks = join(folder, 'leaks.mjs');
  const starts = JSON.stringify(join(folder, 'starts'));
  const code = NO_DEDUPE.replace('export', "import { appendFileSync, readFileSync } from 'node:fs';\nexport")
    .replace('const handler', `appendFileSync(${starts}, '.');\n  const handler`)
    .replace('writeHead(200', `writeHead(readFileSync(${starts}).length % 2 === 0 ? 200 : 503`);
  writeFileSync(leaks, code);
  const out = join(folder, 'leaks.yaml');
  const found = await simInTurn(['shrink', ...BROUGHT, '--edge', leaks, '--out', out]);
  expect([found.code, found.stdout.slice(0, 17)]).toEqual([4, 'NOT DETERMINISTIC']);
});

test('a run that takes its thread with it is told, and not made small', async () => {
  const ends = join(folder, 'ends.mjs');
  writeFileSync(ends, NO_DEDUPE.replace('let text', 'process.reallyExit(9);\n    let text'));
  const out = join(folder, 'ends.yaml');
  const found = await simInTurn(['shrink', ...BROUGHT, '--edge', ends, '--out', out]);
  expect(found.code).toBe(1);
  expect(found.stdout).toMatch(/^NOT MADE SMALL {2}the run took its thread with it/);
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
  ['what has no end', ['replay', '/dev/zero'], "/dev/zero can't be read: it is a device"],
  ['a file that is none', ['replay', 'package.json'], 'is no failure that sim shrink wrote'],
  ['a reading that is none', ['replay', 'a.yaml', '--around', 'x'], '--around: found "x"'],
])('%s is a mistake that is named', async ([, words, says]) => {
  const refused = await simInTurn(words);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(says);
});

test('a trace that is given for a kept failure is told by its first event', async () => {
  const trace = join(folder, 'trace.jsonl');
  writeFileSync(trace, '{"at":0,"kind":"phase_started","phase":"faults"}\n'.repeat(500));
  const refused = await simInTurn(['replay', trace]);
  expect(refused.code).toBe(2);
  expect(refused.stderr.trim().split('\n')).toEqual([expect.stringContaining(`${trace} is a trace`)]);
});

test('a list of seeds that is given for a kept failure is told, with who reads it', async () => {
  const corpus = join(folder, 'corpus.yaml');
  writeFileSync(corpus, '- scenario: storm\n  seed: "4"\n  failure: accepted-once\n');
  const refused = await simInTurn(['replay', corpus]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/corpus\.yaml is a list, and no failure .*sim sweep --corpus FILE/);
});
