import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { EXIT } from '../sim/cli/exit-code.ts';
import { sim, withoutTiming } from './command.ts';
import type { CommandOptions } from './command.ts';

/** Everything at once: parked exchanges, lost answers, copies, reboots, an edge that restarts. */
const SCENARIOS = ['storm', 'timeout', 'reboot', 'edge-restart', 'burst-loss'];
const WORDS = ['--scenario', ...SCENARIOS, '--devices', '5', '--json'];

async function json(options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await sim([...WORDS, '--seed', '42'], options);
  expect(stderr).toBe('');
  // With fewer devices than they were written for, some expectations are not judged: that too must be the same everywhere.
  expect(code).toBe(EXIT.passed);
  return withoutTiming(stdout);
}

let reference = '';

beforeAll(async () => {
  reference = await json();
  expect(reference.match(/"fingerprint": "[0-9a-f]{64}"/g)).toHaveLength(SCENARIOS.length);
}, 60_000);

test.for<readonly [string, CommandOptions]>([
  [
    'another process, time zone, locale and working directory',
    {
      env: { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
      cwd: mkdtempSync(join(tmpdir(), 'petrel-')),
    },
  ],
  ['another seed of V8 itself', { nodeFlags: ['--random-seed=7'] }],
])('the bytes of --json are the same in %s, while a core is busy', async ([, options]) => {
  const busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  try {
    expect(await json(options)).toBe(reference);
  } finally {
    busy.kill();
  }
});

test('another seed gives another run', async () => {
  const { stdout } = await sim([...WORDS, '--seed', '43']);
  expect(withoutTiming(stdout)).not.toBe(reference);
});
