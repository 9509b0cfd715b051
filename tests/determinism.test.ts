import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { EXIT } from '../sim/cli/exit-code.ts';
import { simInTurn } from './command-session.ts';
import { sim, withoutTiming } from './command.ts';
import type { CommandOptions, Ran } from './command.ts';

/** Everything at once: parked exchanges, lost answers, copies, reboots, an edge that restarts. */
const SCENARIOS = ['storm', 'timeout', 'reboot', 'edge-restart', 'burst-loss'];
const WORDS = ['--scenario', ...SCENARIOS, '--devices', '3', '--json'];

/** The bytes of the runs of seed 42, as a process of this kind prints them. */
async function json(run: (words: readonly string[]) => Promise<Ran>): Promise<string> {
  const { code, stdout, stderr } = await run([...WORDS, '--seed', '42']);
  expect(stderr).toBe('');
  // With fewer devices than they were written for, some expectations are not judged: that too must be the same everywhere.
  expect(code).toBe(EXIT.passed);
  return withoutTiming(stdout);
}

let reference = '';
let busy: ChildProcess;

beforeAll(async () => {
  // In a process that has run others before; below, each is the first of a process of its own.
  reference = await json(simInTurn);
  expect(reference.match(/"fingerprint": "[0-9a-f]{64}"/g)).toHaveLength(SCENARIOS.length);
  busy = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
}, 60_000);

afterAll(() => void busy.kill());

// Both at once, so that the core need not be kept busy twice as long.
describe.concurrent('the bytes of --json, while a core is busy', () => {
  test.for<readonly [string, CommandOptions]>([
    [
      'another process, time zone, locale and working directory',
      {
        env: { TZ: 'Asia/Kolkata', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
        cwd: scratchFolder('folder'),
      },
    ],
    ['another seed of V8 itself', { nodeFlags: ['--random-seed=7'] }],
  ])('are the same in %s', async ([, options]) => {
    expect(busy.exitCode).toBeNull();
    expect(await json((words) => sim(words, options))).toBe(reference);
  });
});

test('another seed gives another run', async () => {
  const { stdout } = await simInTurn([...WORDS, '--seed', '43']);
  expect(withoutTiming(stdout)).not.toBe(reference);
});
