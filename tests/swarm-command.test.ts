import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { simInTurn } from './command-session.ts';
import { ROOT, sim } from './command.ts';
import type { Ran } from './command.ts';

/** Nothing is generated without being accounted for, so no run meets this. */
const UNMET = ['--set', 'expect.generated=< 0'];

interface Folder {
  readonly at: (name: string) => string;
  readonly sweep: (...words: readonly string[]) => Promise<Ran>;
  readonly run: (...words: readonly string[]) => Promise<Ran>;
}

function folder(): Folder {
  const path = scratchFolder('swarm');
  return {
    at: (name) => join(path, name),
    sweep: (...words) => simInTurn(['sweep', '--swarm', ...words], path),
    run: (...words) => simInTurn(words, path),
  };
}

function fingerprintIn({ stdout }: Ran): string | undefined {
  return /"fingerprint": "([0-9a-f]{64})"/.exec(stdout)?.[1];
}

test('our own edge and device keep every promise in drawn worlds, and shards of a swarm merge to the byte', async () => {
  const { at, sweep, run } = folder();
  const whole = await sweep('--seeds', '1..4', '--json', '--workers', '1');
  expect(whole).toMatchObject({ code: 0, stderr: '' });
  expect(whole.stdout).toContain('"scenario": "swarm:*"');
  for (const shard of ['2', '1'])
    await sweep('--seeds', '1..4', '-q', '--shard', `${shard}/2`, '--out', at(`${shard}.jsonl`));
  expect((await run('merge', at('1.jsonl'), at('2.jsonl'), '--json')).stdout).toBe(whole.stdout);
});

test('a failure says what was drawn and how to run that world again, and begins the next swarm', async () => {
  const { at, sweep } = folder();
  const failed = await sweep('--seeds', '3', ...UNMET);
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain('drawn: fleet: ');
  expect(failed.stdout).toContain(`npm run sim -- --scenario swarm:3 --seed 3 --set 'expect.generated=< 0'`);
  expect(failed.stdout).toContain('1 of 1 run of drawn worlds failed');
  expect(readFileSync(at('failures/corpus.yaml'), 'utf8')).toContain('scenario: swarm:*\n  seed: "3"');
  // Seed 3 once more, before the one that is asked for.
  expect((await sweep('--seeds', '2', '--json')).stdout).toMatch(/"seed": "3"[^]*"seed": "2"/);
});

test('a drawn world is the same by its name and from the file that was written of it', async () => {
  const { at, sweep, run } = folder();
  const told = await sweep('--seeds', '3,5', '--write-scenario', at('worlds'), '--verbose', '--workers', '1');
  expect(told.code).toBe(0);
  expect(told.stderr).toMatch(/^swarm:3  fleet: .*\nswarm:5  fleet: .*\n$/);
  expect(readdirSync(at('worlds')).toSorted()).toEqual(['swarm-3.yaml', 'swarm-5.yaml']);
  const byName = await run('--scenario', 'swarm:5', '--seed', '5', '--json', '--transport', 'direct');
  const byFile = await run('--scenario', at('worlds/swarm-5.yaml'), '--seed', '5', '--json');
  expect(byName.code).toBe(0);
  expect(fingerprintIn(byName)).toBeDefined();
  expect(fingerprintIn(byFile)).toBe(fingerprintIn(byName));

  // Flags change each world, and its file with it.
  await sweep('--seeds', '5', '--devices', '2', '--write-scenario', at('changed'));
  expect(readFileSync(at('changed/swarm-5.yaml'), 'utf8')).toMatch(/^ {2}devices: 2$/m);
});

test('an edge that stores each request anew is caught within a few drawn worlds', async () => {
  const { at, sweep } = folder();
  const canary = join(ROOT, 'tests', 'canaries', 'edges', 'no-dedupe.ts');
  writeFileSync(
    at('edge.ts'),
    `export { noDedupe as createEdge } from ${JSON.stringify(pathToFileURL(canary).href)};`,
  );
  const caught = await sweep('--seeds', '1..10', '--edge', at('edge.ts'), '--bail', '--workers', '1');
  expect(caught.code).toBe(1);
  expect(caught.stdout).toContain('swarm:*: accepted-once');
});

test.for([
  [['--scenario', 'storm'], '--swarm draws its worlds: leave out --scenario, or leave out --swarm.'],
  [['--set', 'network.loss=2'], 'network.loss'],
] as const)('a swarm refuses %o', async ([words, sentence]) => {
  const refused = await folder().sweep('--seeds', '1', ...words);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(sentence);
});

test('flags of a swarm are refused without it', async () => {
  const refused = await simInTurn(['sweep', '--scenario', 'calm', '--verbose']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('--write-scenario and --verbose are of --swarm.');
});

test('a world that has no room leaves no half of a file', async () => {
  const { at } = folder();
  const words = ['sweep', '--swarm', '--seeds', '1', '--write-scenario', 'worlds'];
  const ran = await sim(words, { cwd: at('.'), fileKibMax: 0 });
  expect(ran).toMatchObject({ code: 7, stdout: '' });
  expect(ran.stderr).toContain('.yaml could not be written: EFBIG');
  expect(readdirSync(at('worlds'))).toEqual([]);
});
