import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { listScenarios } from '../sim/scenario/index.ts';
import { simInTurn } from './command-session.ts';
import { ROOT, sim, words } from './command.ts';

const SHORT = '--scenario calm --seed 1 --duration 10s';
/** For a whole scenario, where how requests travel is not the point. */
const FAST = '--transport direct';

function folder(): string {
  return scratchFolder('cli');
}

function scenarioFile(yaml: string): string {
  const file = join(folder(), 'mine.yaml');
  writeFileSync(file, yaml);
  return file;
}

const LOST = `
name: mine
description: Half of all requests vanish, and nobody tries again.
duration: 30s
fleet: { devices: 2, interval: 1s }
device: { policy: none }
network: { loss: 50% }
expect: { delivered: ">= 99%" }
`;

describe('a run', () => {
  test('prints its report within 80 columns and ends with headline and verdict', async () => {
    const { code, stdout, stderr } = await simInTurn(words(`--scenario storm --seed 42 ${FAST}`));
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(lines.at(-2)).toMatch(/^sim 5m00s · wall .+s · .+× · .+ exchanges\/s · fingerprint [0-9a-f]{12}$/);
    expect(lines.at(-1)).toMatch(/^PASSED {2}storm, seed 42: /);
    for (const title of [
      'Settings',
      'What the devices saw',
      'What the edge saw',
      'Delivery ledger',
      'Faults',
      'Invariants',
    ]) {
      expect(stdout).toContain(`── ${title} `);
    }
    // The counters of the system that the edge re-implements.
    for (const counter of ['received', 'accepted', 'duplicates', 'rejected', 'transient 503']) {
      expect(stdout).toContain(counter);
    }
  });

  test('has no escape sequences where stdout is no terminal', async () => {
    const { stdout } = await sim(words(SHORT));
    expect(stdout).not.toContain('\u001b');
  });

  test('that fails exits with 1, shows the reading, and ends with a line to paste that shows it again', async () => {
    const file = scenarioFile(LOST);
    const { code, stdout } = await simInTurn([
      '--scenario',
      file,
      '--seed',
      '7',
      '--set',
      'network.jitter=10%',
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain('VIOLATED');
    // A long one is broken as a shell takes it back together, so it may be several lines.
    const pasted = stdout.split('To see it again:\n').at(-1)?.trim() ?? '';
    expect(pasted).toMatch(/^npm run sim -- /);
    const again = spawnSync('sh', ['-c', pasted.replace('npm run sim', 'npm run --silent sim')], {
      cwd: ROOT,
    });
    expect(again.status).toBe(1);
    const fingerprint = /fingerprint ([0-9a-f]+)/;
    expect(fingerprint.exec(again.stdout.toString())?.[1]).toBe(fingerprint.exec(stdout)?.[1]);
  });

  test('without a seed draws one and prints it', async () => {
    const { code, stdout } = await simInTurn(words('--scenario calm --duration 10s'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^calm · seed \d+$/m);
  });

  test('takes several scenarios, and sums them up', async () => {
    const { code, stdout } = await simInTurn(words(`--scenario calm drop --seed 1 --quiet ${FAST}`));
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('PASSED'))).toHaveLength(2);
    expect(lines.at(-1)).toBe('2 scenarios: 2 passed, 0 failed');
  });

  test('takes a pattern of names', async () => {
    const { code, stdout } = await simInTurn([
      '--scenario',
      'd*p',
      'cal*',
      ...words(`--seed 1 --quiet ${FAST}`),
    ]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('2 scenarios: 2 passed, 0 failed');
  });

  test('of a pattern that matches nothing exits with 5, not with a pass', async () => {
    const { code, stdout, stderr } = await simInTurn(['--scenario', 'nothing-*']);
    expect(code).toBe(5);
    expect(stderr).toMatch(/no scenario matches nothing-\*/);
    expect(stdout).toBe('');
  });

  test('with --json prints one JSON array and nothing else', async () => {
    const { stdout, stderr } = await simInTurn(words(`${SHORT} --json`));
    expect(stderr).toBe('');
    const results: unknown = JSON.parse(stdout);
    expect(results).toMatchObject([
      { outcome: 'passed', seed: '1', scenario: { name: 'calm', durationMs: 10_000 } },
    ]);
  });

  test('with --trace writes every event as a line of JSON', async () => {
    const file = join(folder(), 'trace.jsonl');
    const { code } = await simInTurn([...words(SHORT), '--trace', file]);
    expect(code).toBe(0);
    const events = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; at: number });
    expect(events[0]).toMatchObject({ at: 0, kind: 'phase_started' });
    expect(events.some(({ kind }) => kind === 'reading_stored')).toBe(true);
    expect(events.every(({ at }, index) => at >= (events[index - 1]?.at ?? 0))).toBe(true);
  });

  test('with --until stops there, judges nothing, and does not pass', async () => {
    const { code, stdout } = await simInTurn(words('--scenario calm --seed 1 --until 5s'));
    expect(code).toBe(6);
    expect(stdout).toContain('LIMIT HIT');
    expect(stdout).toContain('sim 5s');
    expect(stdout).not.toContain('✓');
    expect(stdout.trimEnd().split('\n').at(-1)?.trim()).toBe(
      'npm run sim -- --scenario calm --seed 1 --until 5s',
    );
  });

  test('takes overrides by --set, --devices, --duration and --policy', async () => {
    const { stdout } = await simInTurn(
      words(
        '--scenario calm --seed 1 --devices 3 --duration 20s --policy full-jitter --set network.loss=20% --json',
      ),
    );
    expect(JSON.parse(stdout)).toMatchObject([
      {
        scenario: {
          durationMs: 20_000,
          fleet: { devices: 3 },
          device: { policy: { name: 'full-jitter' } },
          network: { loss: { probability: 0.2 } },
        },
      },
    ]);
  });

  test('with --verbose shows every setting by its path, within 80 columns', async () => {
    const { stdout } = await simInTurn(words(`${SHORT} --verbose`));
    expect(stdout).toMatch(/── Every setting ─/);
    for (const path of ['device.outbox.limit', 'edge.dedupe.ttl', 'limits.events'])
      expect(stdout).toContain(path);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('with --check-determinism runs twice and agrees with itself', async () => {
    const { code, stdout } = await simInTurn(words(`${SHORT} --check-determinism`));
    expect(code).toBe(0);
    expect(stdout).not.toContain('NOT DETERMINISTIC');
  });

  test('that is piped into head ends quietly', () => {
    const line = `npm run --silent sim -- ${SHORT} | head -1`;
    const { stdout, stderr, status } = spawnSync('bash', ['-o', 'pipefail', '-c', line], { cwd: ROOT });
    expect(stdout.toString()).toBe('calm · seed 1\n');
    expect(stderr.toString().replace(/^npm warn .*\n/gm, '')).toBe('');
    expect(status).toBe(0);
  });
});

describe('wrong words', () => {
  const cases = [
    ['--constructor', /^sim: there is no flag --constructor\n/],
    ['list --toString=1', /^sim: there is no flag --toString\n/],
    ['--seed.x 5', /there is no flag --seed\.x; did you mean --seed\?/],
    ['--scenario calm --set', /--set needs a value/],
    ['--scenario calm --json=banana', /--json takes no value; write --json alone/],
    ['', /name a scenario/],
    ['--scenario strom', /did you mean storm\?/],
    ['--scenario calm --sede 1', /there is no flag --sede; did you mean --seed\?/],
    ['--scenario calm --until -1s', /--until: found "-1s"; .* a duration cannot be negative/],
    ['lst', /there is no command "lst"; did you mean list\?/],
    ['--scenario calm --seed=', /--seed is empty/],
    ['--scenario calm --devices -5', /fleet\.devices/],
    ['--scenario calm --duration 5', /did you mean 5s\?/],
    ['--scenario calm --policy ful-jitter', /did you mean full-jitter\?/],
    ['--scenario calm --set network.los=20%', /did you mean loss\?/],
    ['--scenario calm --set network.loss', /key=value/],
    ['--scenario calm --until soon', /--until: found "soon"/],
    ['--scenario calm --seed 1 --seed 2', /--seed is given more than once/],
    ['--scenario calm --edge ./no-such-edge.ts', /--edge \.\/no-such-edge\.ts: there is no such file/],
    ['describe strom', /did you mean storm\?/],
    ['describe', /name a scenario/],
    ['validate', /name a file/],
    ['validate no-such.yaml', /no-such\.yaml/],
    ['list extra', /list does not take "extra"/],
  ] as const;

  test('a trace that can not be opened, even with its folder made: exit 7, a sentence, nothing on stdout', async () => {
    const at = folder();
    const file = join(at, 'file');
    writeFileSync(file, '');
    const { code, stdout, stderr } = await simInTurn([
      '--scenario',
      'calm',
      '--trace',
      join(file, 't.jsonl'),
    ]);
    expect(stderr).toMatch(/^sim: --trace \S+ could not be written: E\w+: [^\n]+\n$/);
    expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
  });

  test.for(cases)('%s: exit 2, a sentence, no stack trace, nothing on stdout', async ([line, message]) => {
    const { code, stdout, stderr } = await simInTurn(words(line));
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('end the process itself with that code', async () => {
    expect(await sim(words('lst'))).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('the other commands', () => {
  test('list names every scenario with its description', async () => {
    const { code, stdout } = await simInTurn(['list']);
    expect(code).toBe(0);
    for (const { name } of listScenarios()) expect(stdout).toContain(name);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('describe shows every setting resolved', async () => {
    const { code, stdout } = await simInTurn(['describe', 'storm']);
    expect(code).toBe(0);
    expect(stdout).toContain('edge.overload');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('validate passes all of ours', async () => {
    const { code, stdout } = await simInTurn(['validate', 'all']);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(listScenarios().length);
  });

  test('validate reports every mistake of a file at once, each with its place', async () => {
    const file = scenarioFile(
      'name: mine\ndescription: x\nduration: 5\nfleet: { devices: 2, intervall: 3s }\n',
    );
    const { code, stderr } = await simInTurn(['validate', file]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}:3:11: duration:`);
    expect(stderr).toMatch(/mine\.yaml:4:\d+: fleet\.intervall: .*did you mean interval\?/);
  });

  test('schema prints a JSON Schema', async () => {
    const { code, stdout } = await simInTurn(['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'object',
      properties: { network: {}, edge: {}, device: {} },
    });
  });

  test('--help exits with 0 and names every command', async () => {
    const { code, stdout } = await sim(['--help']);
    expect(code).toBe(0);
    for (const name of ['run', 'list', 'describe', 'validate', 'schema']) expect(stdout).toContain(name);
  });
});
