import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ROOT, words } from './command.ts';

const SLOW_MS = 60_000;
const RUN = '--scenario calm --transport direct --seed 1 --json';
/** All is delivered in `calm`, so no run meets this. */
const UNMET = `${RUN} --set expect.delivered='<= 5%'`;
const FULL = '/dev/full';

/** A command line as a shell runs it; `code` is that of the command, whatever stands behind the pipe. */
function shell(line: string): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const petrel = `'${process.execPath}' start/petrel.cjs sim ${line}`;
  const child = spawn('bash', ['-c', `set -o pipefail; ${petrel}`], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
}

describe('the exit code is what the runs earned', { timeout: SLOW_MS }, () => {
  test('when the reader goes away early', async () => {
    expect(await shell(`${RUN} | head -c 10`)).toEqual({ code: 0, stderr: '' });
    expect(await shell(`${UNMET} | head -c 10`)).toEqual({ code: 1, stderr: '' });
  });

  test.skipIf(!existsSync(FULL))("and no success when the results can't be written", async () => {
    const passed = await shell(`${RUN} > ${FULL}`);
    expect(passed.code).toBe(7);
    expect(words(passed.stderr).slice(0, 7).join(' ')).toBe('sim: the results could not be written:');
    expect((await shell(`${UNMET} > ${FULL}`)).code).toBe(1);
  });

  test.skipIf(!existsSync(FULL))('also when nothing can be said on stderr either', async () => {
    expect((await shell(`${RUN} --trace ${FULL} 2> ${FULL}`)).code).toBe(7);
    expect((await shell(`${RUN} > ${FULL} 2> ${FULL}`)).code).toBe(7);
    expect((await shell(`${UNMET} > ${FULL} 2> ${FULL}`)).code).toBe(1);
    expect((await shell(`--scenario none 2> ${FULL}`)).code).toBe(2);
  });

  test.skipIf(!existsSync(FULL))("and no success when the trace can't be written", async () => {
    const { code, stderr } = await shell(`${RUN} --trace ${FULL}`);
    expect(code).toBe(7);
    expect(stderr).toContain(`sim: --trace ${FULL} could not be written to its end: ENOSPC`);
  });
});

test('a seed with a sign that nobody sees is refused', { timeout: SLOW_MS }, async () => {
  const { code, stderr } = await shell(`--scenario calm --seed "$(printf '42\\r')"`);
  expect(code).toBe(2);
  expect(stderr).toContain('--seed: found "42\\u{d}"; allowed: text without control characters');
});
