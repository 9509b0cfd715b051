import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { simInTurn } from './command-session.ts';
import type { Ran } from './command.ts';

const SCENARIO = `
name: mine
duration: 20s
fleet: { devices: 3 }
network: { loss: 20% }
expect: { delivered: ">= 50%" }
`;

/** A project with one scenario and its baselines, and `check` run in it. */
function project() {
  const path = scratchFolder('check');
  const file = join(path, 'mine.yaml');
  const baseline = join(path, 'scenarios', 'baselines', 'mine.yaml');
  writeFileSync(file, SCENARIO);
  return {
    path,
    file,
    baseline,
    check: (...words: readonly string[]): Promise<Ran> =>
      simInTurn(['check', '--scenario', './', '--workers', '1', ...words], path),
    edit: (from: string | RegExp, to: string) =>
      writeFileSync(baseline, readFileSync(baseline, 'utf8').replace(from, to)),
  };
}

test('what is agreed on is held, and each way of leaving it is told apart', async () => {
  const { file, baseline, check, edit } = project();
  const before = await check();
  expect(before.code).toBe(1);
  expect(before.stdout).toMatch(/seed 1, 2, 3: nothing is agreed on yet/);
  expect(existsSync(baseline)).toBe(false);

  const agreed = await check('--update');
  expect(agreed.code).toBe(0);
  expect(agreed.stdout).toContain('PASSED  3 runs of 1 scenario passed; 1 baseline written');
  expect(await check('--strict')).toMatchObject({ code: 0 });

  // Other events, and what they came to is the same: a note, unless it is asked to be strict.
  edit(/fingerprint: [0-9a-f]{8}/, 'fingerprint: 00000000');
  const moved = await check();
  expect(moved.code).toBe(0);
  expect(moved.stdout).toContain('seed 1: other events, the same outcome');
  expect(await check('--strict')).toMatchObject({ code: 1 });

  // 60 % of the readings were delivered once: more than 0.02 from what is now.
  edit(/delivered: [\d.]+/, 'delivered: 0.6');
  const changed = await check('--reporter', 'json');
  expect(changed.code).toBe(1);
  const [first] = JSON.parse(changed.stdout).checks[0].runs;
  expect(first.change).toMatchObject({ kind: 'outcome', metrics: [{ metric: 'delivered', before: 0.6 }] });

  // Baselines of what is no more are named; an agreement that names other settings says so.
  writeFileSync(file, SCENARIO.replace('20%', '25%'));
  const other = await check();
  expect(other.stdout).toContain('its settings have changed since');

  // A broken promise fails whatever is agreed on, and nobody can agree on it.
  writeFileSync(file, SCENARIO.replace('>= 50%', '= 0%'));
  const text = readFileSync(baseline, 'utf8');
  const missed = await check('--update');
  expect(missed.code).toBe(1);
  expect(missed.stdout).toContain(
    'FAILED  3 of 3 runs of 1 scenario failed, and what failed is not agreed on',
  );
  expect(missed.stdout).toContain('delivered (wanted = 0%, got ');
  expect(readFileSync(baseline, 'utf8')).toBe(text);
}, 240_000);

test('a baseline that can not be read is refused with what is wrong', async () => {
  const { baseline, check, edit } = project();
  await check('--update');
  edit('outcome: passed', 'outcome: fine');
  const ran = await check();
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain(`scenarios/baselines/mine.yaml is no baseline: runs, 1, outcome`);
  expect(existsSync(baseline)).toBe(true);
});

test('a table of policies is kept as Markdown, and what changes in it is shown', async () => {
  const { check, path } = project();
  const folder = join(path, 'scenarios', 'baselines');
  const table = join(folder, 'policies.md');
  mkdirSync(folder, { recursive: true });
  const words = '--scenario ./mine.yaml --policies fixed,full-jitter --seeds 1..3 --workers 1';
  writeFileSync(table, `<!-- sim compare ${words} -->\n`);
  expect((await check('--compare')).stdout).toContain('no table is agreed on yet');
  expect(await check('--compare', '--update')).toMatchObject({ code: 0 });
  const text = readFileSync(table, 'utf8');
  expect(text).toMatch(/^<!-- sim compare .* -->\n\n## mine: policies compared\n/);
  writeFileSync(table, text.replaceAll('\n', '\r\n'));
  expect(await check('--compare')).toMatchObject({ code: 0 });
  writeFileSync(table, text.replace(/\| fixed \| 5 \|/, '| fixed | 7 |'));
  const changed = await check('--compare');
  expect(changed.code).toBe(1);
  expect(changed.stdout).toContain('- | fixed | 7 |');
  expect(changed.stdout).toContain('+ | fixed | 5 |');
}, 240_000);
