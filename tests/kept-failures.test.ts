import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { simInTurn } from './command-session.ts';

let folder = '';
let kept = '';
let text = '';

const at = (name: string): string => join(folder, name);

/** Where no answer is lost nobody tries twice, and one lost answer is enough. */
beforeAll(async () => {
  folder = scratchFolder('kept');
  mkdirSync(at('failures'));
  kept = at('failures/lost.yaml');
  const run = ['--scenario', 'lost-ack', '--seed', '42', '--duration', '20s', '--devices', '3'];
  const missed = ['--set', 'expect.attemptsPerReading=<= 1', '--other-seeds', '0', '--workers', '1'];
  await simInTurn(['shrink', ...run, ...missed, '--out', kept]);
  text = readFileSync(kept, 'utf8');
  writeFileSync(at('mine.yaml'), 'name: mine\nduration: 10s\nfleet: { devices: 1 }\n');
  // The list of a sweep is no failure.
  writeFileSync(at('failures/corpus.yaml'), '[]\n');
  expect((await checkWith([], '--update')).code).toBe(0);
});

function check(...words: readonly string[]) {
  return checkWith(['--failures', at('failures')], ...words);
}

function checkWith(failures: readonly string[], ...words: readonly string[]) {
  const told = ['--scenario', at('mine.yaml'), '--baselines', at('baselines'), '--workers', '1'];
  return simInTurn(['check', ...told, ...failures, ...words]);
}

function keep(...changes: readonly (readonly [from: string | RegExp, to: string])[]): void {
  writeFileSync(
    kept,
    changes.reduce((made, [from, to]) => made.replace(from, to), text),
  );
}

const MENDED = [/attemptsPerReading: <= 1/, 'attemptsPerReading: <= 9'] as const;
const MARKED = ['\nseed:', '\nstillFails: nobody has had the time\nseed:'] as const;

test('a folder that is named and holds no failure is refused before anything runs', async () => {
  const refused = await checkWith(['--failures', at('none')]);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/--failures .*none: it holds no failure that was kept; name the folder/);
});

test('a failure that was kept must fail no more', async () => {
  keep();
  const back = await check();
  expect(back.code).toBe(1);
  expect(back.stdout).toContain('── Kept failures ─');
  expect(back.stdout).toMatch(/✗ [^]*lost\.yaml: fails:\s+attemptsPerReading:\s+wanted <= 1/);
  expect(back.stdout).toContain(`replay ${kept}`);
  expect(back.stdout).toMatch(/1\s+of\s+1\s+kept\s+failure\s+not\s+as\s+expected/);
  // Nobody can agree on it.
  expect((await check('--update')).code).toBe(1);

  keep(MENDED);
  const mended = await check();
  expect(mended).toMatchObject({ code: 0, stderr: '' });
  expect(mended.stdout).toMatch(/1\s+kept\s+failure\s+as\s+expected/);
});

test('one that is known to fail is marked, and the mark must go once it is mended', async () => {
  keep(MARKED);
  const known = await check();
  expect(known.code).toBe(0);
  expect(known.stdout).toMatch(
    /~ [^]*fails\s+still,\s+as\s+it\s+is\s+known\s+to:\s+nobody\s+has\s+had\s+the\s+time/,
  );
  expect((await simInTurn(['replay', kept])).stdout).toContain('is known  nobody has had the time');

  keep(MARKED, MENDED);
  const unnoticed = await check();
  expect(unnoticed.code).toBe(1);
  expect(unnoticed.stdout).toMatch(/is\s+marked\s+stillFails;\s+take\s+that\s+line\s+out/);
});

test('one whose draws no longer find their place is named as stale, and fails a strict check', async () => {
  const draw = /^ {2}- \{ fault: network.answerLoss.*$/m.exec(text)?.[0] ?? '';
  keep(MENDED, [draw, `${draw}\n${draw.replace(/reading: \d+/, 'reading: 99')}`]);
  const stale = await check();
  expect(stale.code).toBe(0);
  expect(stale.stdout).toMatch(/stale,\s+1\s+of\s+2\s+draws\s+used/);
  expect((await check('--strict')).code).toBe(1);
});

test('a file that can not be read is refused, not left out', async () => {
  keep(['answerLoss, device', 'answerLoos, device']);
  const refused = await check();
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('there is no fault network.answerLoos');
});

test('programs are told of them, too', async () => {
  keep(MARKED);
  const { stdout } = await check('--reporter', 'json');
  expect(JSON.parse(stdout).kept).toMatchObject([
    { path: kept, verdict: 'known', used: 1, draws: 1, stillFails: 'nobody has had the time' },
  ]);
});

test('two kept failures are compared by what they are made of, and by their runs', async () => {
  keep();
  const changed = at('changed.yaml');
  writeFileSync(changed, text.replace(/reading: \d+, attempt: 0/, 'reading: 0, attempt: 3'));
  const same = await simInTurn(['diff', kept, kept]);
  expect(same).toMatchObject({ code: 0, stdout: 'THE SAME  event by event\n' });
  const other = await simInTurn(['diff', kept, changed]);
  expect(other.code).toBe(1);
  expect(other.stdout).toMatch(
    /alone ─*\n {2}- device-00\d, reading \d+, attempt 0: network.answerLoss \(10s late\)\n/,
  );
  expect(other.stdout).toMatch(
    /alone ─*\n {2}\+ device-00\d, reading 0, attempt 3: network.answerLoss \(10s late\)\n/,
  );
  // Nothing goes wrong in the other one, for nobody tries four times.
  expect(other.stdout).toMatch(/DIFFERENT {2}from event \d+ on[^]*fault_injected/);
});
