import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { sim, withoutTiming } from './command.ts';
import type { CommandOptions } from './command.ts';

/** Everything at once: parked exchanges, lost answers, copies, reboots, an edge that restarts. */
const SCENARIOS = ['storm', 'timeout', 'reboot', 'edge-restart', 'burst-loss'];

async function json(options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await sim(['--scenario', ...SCENARIOS, '--seed', '42', '--json'], options);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return withoutTiming(stdout);
}

let reference = '';

beforeAll(async () => {
  reference = await json();
  expect(reference.match(/"fingerprint": "[0-9a-f]{64}"/g)).toHaveLength(SCENARIOS.length);
}, 60_000);

test.for<readonly [string, CommandOptions]>([
  ['another process', {}],
  ['another time zone', { env: { TZ: 'Asia/Kolkata' } }],
  ['another locale', { env: { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } }],
  ['another working directory', { cwd: mkdtempSync(join(tmpdir(), 'petrel-')) }],
  ['another seed of V8 itself', { nodeFlags: ['--random-seed=7'] }],
])('the bytes of --json are the same in %s', async ([, options]) => {
  expect(await json(options)).toBe(reference);
});

test('the bytes of --json are the same while a core is busy', async () => {
  const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  try {
    expect(await json()).toBe(reference);
  } finally {
    busy.kill();
  }
});

test('another seed gives another run', async () => {
  const { stdout } = await sim(['--scenario', ...SCENARIOS, '--seed', '43', '--json']);
  expect(withoutTiming(stdout)).not.toBe(reference);
});
