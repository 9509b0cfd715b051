import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { POLICY_NAMES } from '../device/index.ts';
import { simInTurn } from './command-session.ts';
import { words } from './command.ts';

function policyFile(fields: string): string {
  const file = join(scratchFolder('policies'), 'mine.ts');
  writeFileSync(file, `export const policy = { ${fields} };`);
  return file;
}

const FIXED =
  "name: 'mine', retriesMax: 3, delayMs: () => 250, delayBoundsMs: () => ({ min: 250, max: 250 })";

describe('sim policies', () => {
  test('lists every policy within 80 columns, without colour where stdout is no terminal', async () => {
    const { code, stdout, stderr } = await simInTurn(words('policies'));
    expect([code, stderr]).toEqual([0, '']);
    for (const name of POLICY_NAMES) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain('\u001b');
    // (1 + 2 + 4 + 8 + 16)/2 s, and no end of retries.
    expect(stdout).toMatch(/^ {2}full-jitter .* 15\.5s$/m);
    expect(stdout).toMatch(/^ {2}store-and-forward .* no end$/m);
  });

  test('as JSON gives the same in numbers', async () => {
    const { code, stdout } = await simInTurn(words('policies --json'));
    expect(code).toBe(0);
    const listed: unknown = JSON.parse(stdout);
    expect(listed).toEqual(POLICY_NAMES.map((name) => expect.objectContaining({ name })));
    expect(listed).toContainEqual({
      name: 'store-and-forward',
      formula: 'u·E, E = min(C, b·f^k)',
      memory: 'device',
      meanTotalDelayMs: null,
    });
  });

  test('with a name shows formula, memory, source and delays of that one', async () => {
    const { code, stdout, stderr } = await simInTurn(words('policies equal-jitter'));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/formula +E\/2 \+ u·E\/2/);
    expect(stdout).toMatch(/jitter +after the cap/);
    expect(stdout).toMatch(/memory +none/);
    expect(stdout).toMatch(/source +AWS Architecture Blog/);
    // Uniform on [4 s, 8 s) before retry 3: mean 6 s, 5 % and 95 % of the way.
    expect(stdout).toMatch(/^ +3 +6s +4\.2s +7\.8s$/m);
    // Three quarters of 31 s.
    expect(stdout).toContain('23.25s on average');
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test('with a file shows the policy in it', async () => {
    const file = policyFile(FIXED);
    const { code, stdout } = await simInTurn(['policies', file, '--json']);
    expect(code).toBe(0);
    const shown: unknown = JSON.parse(stdout);
    expect(shown).toMatchObject({
      name: 'mine',
      memory: 'none',
      retriesMax: 3,
      description: null,
      profile: { meanTotalDelayMs: 750 },
    });
  });

  test('takes a policy that never gives up and remembers', async () => {
    const endless = FIXED.replace('retriesMax: 3', 'retriesMax: Infinity');
    const { code, stdout } = await simInTurn([
      'policies',
      policyFile(`${endless}, memory: 'device', remember: () => ({ mayRetry: () => true })`),
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/memory +device/);
    expect(stdout).toMatch(/waits in all +no end/);
  });

  test('of a name that does not exist says what was meant, and exits with 2', async () => {
    const { code, stdout, stderr } = await simInTurn(words('policies ful-jitter'));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('there is no policy "ful-jitter"; did you mean full-jitter?');
    expect(stderr).toContain('Policies: exponential-jitter, none,');
  });
});

describe('a policy of the user is refused', () => {
  const cases = [
    ["memory: 'everything'", 'memory must be one of none, reading, device, process, or left out'],
    ['handlesRetryAfter: 1', 'handlesRetryAfter must be true, or left out'],
    ["memory: 'device', remember: {}", 'remember() must be a function that gives an empty memory'],
    ['remember: () => ({})', "memory must be 'device' or 'process' for a policy that has remember()"],
    [
      "memory: 'process', remember: () => 7",
      'remember() must give an object with some of admit, ended, mayRetry, and gave 7',
    ],
    [
      "memory: 'process', remember: () => ({ admit: true })",
      'admit of what remember() gives must be a function',
    ],
    [
      'delayMs: (retry, uniform, context) => context?.retryAfterMs ?? 250',
      'delayMs(0, 0, {"status":503,"retryAfterMs":2000,"previous":null}) gave 2000, outside its own ' +
        'delayBoundsMs(0, {"status":503,"retryAfterMs":2000}) of 250 to 250',
    ],
    [
      'delayMs: (retry, uniform, context) => (context?.previous ? NaN : 250)',
      'delayMs(1, 0, {"status":null,"retryAfterMs":null,"previous":{"delayMs":250,"uniform":0}}) must give ' +
        'milliseconds, and gave NaN',
    ],
  ] as const;

  test.for(cases)('with %s', async ([field, sentence]) => {
    const { code, stderr } = await simInTurn(['policies', policyFile(`${FIXED}, ${field}`)]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});
