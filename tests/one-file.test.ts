import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { CommandSession } from './command-session.ts';
import { node, ROOT, words } from './command.ts';
import type { Ran } from './command.ts';
import { add, ADDITIONS } from './fixtures/one-file/additions.ts';

/** No part of the sources, or large and the same in both places. */
const LEFT_OUT = ['.git', '.bundle', 'node_modules', 'dist', 'coverage'];

/** Ten devices record a reading each three seconds for half a minute, 100 in all, and nothing goes wrong. */
const QUIET = `
name: quiet
duration: 30s
fleet: { devices: 10, interval: 3s }
network: { latency: { distribution: constant, value: 20ms } }
`;

const root = scratchFolder('one-file');
const quiet = join(root, 'scenarios', 'quiet.yaml');
const RUN = `--scenario ${quiet} --seed 1 --transport direct`;
let session: CommandSession;

beforeAll(() => {
  cpSync(ROOT, root, { recursive: true, filter: (path) => !LEFT_OUT.includes(relative(ROOT, path)) });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(quiet, QUIET);
  for (const addition of ADDITIONS) add(root, addition);
  session = new CommandSession(root);
});

afterAll(() => {
  session.end();
});

/** The command line of the copy. */
function sim(line: string, ...more: readonly string[]): Promise<Ran> {
  return session.run([...words(line), ...more]);
}

interface Result {
  readonly outcome: string;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly faults: Readonly<Record<string, unknown>>;
  readonly attempts: { readonly counts: readonly number[] };
  readonly subject: { readonly policy: string };
  readonly invariants: readonly { readonly name: string; readonly verdict: { readonly kind: string } }[];
  readonly expectations: readonly { readonly what: string; readonly verdict: string; readonly got: string }[];
}

async function resultOf(line: string, ...more: readonly string[]): Promise<Result> {
  const { stdout, stderr } = await sim(`${line} --json`, ...more);
  expect(stderr).toBe('');
  const [result] = JSON.parse(stdout) as readonly Result[];
  if (result === undefined) throw new Error('There is no result.');
  return result;
}

/** The lines of a report under a heading. */
function section(report: string, title: string): readonly string[] {
  const lines = report.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`── ${title} `));
  const end = lines.findIndex((line, index) => index > start && line.startsWith('── '));
  return start < 0 ? [] : lines.slice(start, end);
}

type Keywords = Readonly<Record<string, unknown>>;

/** What the JSON Schema of the copy has at these keys. */
async function schemaAt(...path: readonly string[]): Promise<Keywords> {
  let place = JSON.parse((await sim('schema')).stdout) as Keywords;
  for (const key of path) place = (place['properties'] as Readonly<Record<string, Keywords>>)[key] ?? {};
  return place;
}

test('the types follow all additions', async () => {
  const { code, stdout } = await node([join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '--noEmit'], {
    cwd: root,
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
});

describe('a fault of the network', () => {
  const turnstile = ['--set', 'network.turnstile=50%', '--set', 'network.turnstile.spared=9'];

  test('is in the JSON Schema, where it can be set and where it can be expected', async () => {
    expect(await schemaAt('network', 'turnstile')).toMatchObject({
      description: 'A request is turned away at the door.',
    });
    expect(JSON.stringify(await schemaAt('timeline'))).toContain('A request is turned away at the door.');
    expect(JSON.stringify(await schemaAt('expect', 'faults'))).toContain('"network.turnstile"');
  });

  test('acts in a run, and is counted as injected, in effect and seen', async () => {
    const expected = ['--set', 'expect.faults={"network.turnstile": "seen"}'];
    const { metrics, faults, expectations } = await resultOf(RUN, ...turnstile, ...expected);
    const { attempts, generated, refusals } = metrics;
    // Ten readings of the one device that is not spared; each but the last attempt of a reading is turned away.
    expect(refusals).toBeGreaterThan(0);
    expect(attempts).toBe(Number(generated) + Number(refusals));
    expect(faults['network.turnstile']).toEqual({ injected: refusals, inEffect: refusals, seen: refusals });
    expect(expectations).toMatchObject([{ what: 'network.turnstile', verdict: 'met', got: `${refusals}×` }]);
  });

  test('is in the report in its own words', async () => {
    const { stdout } = await sim(RUN, ...turnstile);
    expect(section(stdout, 'Settings').join('\n')).toContain('turnstile 50%, 9 spared');
    expect(section(stdout, 'Faults').join('\n')).toMatch(/network\.turnstile +\d+ +\d+ +\d+/);
  });

  test('stands in a window of the timeline, and is over when the faults are', async () => {
    // From the twentieth second every request is turned away, until the faults end with the thirtieth.
    const shut = '[{"at": "20s", "for": "10s", "network": {"turnstile": "100%"}}]';
    const { metrics, faults } = await resultOf(RUN, '--set', `timeline=${shut}`);
    expect(metrics['delivered']).toBe(1);
    expect(faults['network.turnstile']).toMatchObject({ injected: metrics['refusals'] });
  });

  test('is refused with a hint where it is misspelt', async () => {
    const { code, stderr } = await sim(RUN, '--set', 'network.turnstyle=1%');
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean turnstile?');
  });
});

describe('a policy', () => {
  test('is in the list, and told about', async () => {
    expect((await sim('policies')).stdout).toMatch(/triangular +min\(C, b·\(k \+ 1\)\(k \+ 2\)\/2\)/);
    const { stdout } = await sim('policies triangular --json');
    // b = 1 s and R = 5: 1 + 3 + 6 + 10 + 15 s.
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'triangular',
      retriesMax: 5,
      description: { source: 'the triangular numbers' },
      profile: { meanTotalDelayMs: 35_000 },
    });
  });

  test('is in the JSON Schema, and runs by its name', async () => {
    expect(JSON.stringify(await schemaAt('device', 'policy'))).toContain('"triangular"');
    const lossy = ['--set', 'network.loss=30%'];
    const { subject, invariants, attempts } = await resultOf(`${RUN} --policy triangular`, ...lossy);
    expect(subject.policy).toBe('triangular');
    expect(attempts.counts.length).toBeGreaterThan(1);
    // Each delay is within what the policy says.
    const budget = invariants.find(({ name }) => name === 'retry-budget');
    expect(budget?.verdict.kind).toBe('held');
  });
});

describe('a metric', () => {
  test('is in the JSON Schema', async () => {
    expect(await schemaAt('expect', 'busiestDevice')).toMatchObject({
      description: 'Bound on the metric busiestDevice (count): attempts of the device that sends most',
    });
  });

  test('is in the result, and a run is judged by it', async () => {
    const { metrics, expectations } = await resultOf(RUN, '--set', 'expect.busiestDevice=<= 10');
    // Thirty seconds, a reading each three, one attempt for each.
    expect(metrics['busiestDevice']).toBe(10);
    expect(expectations).toMatchObject([{ what: 'busiestDevice', verdict: 'met', got: '10' }]);
  });

  test('is what policies are compared by', async () => {
    const compare = `compare --scenario ${quiet} --seeds 1,2 --workers 1`;
    const { stdout } = await sim(`${compare} --policies fixed,triangular`);
    const cost = section(stdout, 'Load and cost, in requests').join('\n');
    expect(cost).toContain('busiest device');
    // Two seeds have no interval.
    expect(cost).toMatch(/triangular +2 +10\.0$/m);
  });
});

describe('an invariant', () => {
  test('is in the JSON Schema, and in the report', async () => {
    expect(JSON.stringify(await schemaAt('expect', 'violations'))).toContain('"nobody-turned-away"');
    const { stdout } = await sim(RUN);
    expect(section(stdout, 'Invariants').join('\n')).toMatch(/✓ nobody-turned-away +held, tested 100 times/);
  });

  test('can be broken, and expected to be', async () => {
    const broken = ['--set', 'network.turnstile=30%'];
    const { code, stdout } = await sim(RUN, ...broken);
    expect(code).toBe(1);
    expect(stdout).toContain('turned away by network.turnstile');
    const expected = await resultOf(RUN, ...broken, '--set', 'expect.violations.nobody-turned-away=a gate');
    expect(expected).toMatchObject({
      outcome: 'passed',
      expectations: [{ what: 'nobody-turned-away', verdict: 'met' }],
    });
  });
});

describe('a command', () => {
  test('is in the help, and runs', async () => {
    const main = ['--import', import.meta.resolve('tsx'), join(root, 'sim', 'cli', 'main.ts')];
    const { stdout, stderr } = await node([...main, '--help'], { cwd: root });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/sim faults +What can go wrong/);
    const { code, stdout: list } = await sim('faults --json');
    expect(code).toBe(0);
    expect(JSON.parse(list)).toContain('network.turnstile');
  });

  test('is suggested to whoever mistypes it', async () => {
    expect((await sim('fautls')).stderr).toContain('did you mean faults?');
  });
});
