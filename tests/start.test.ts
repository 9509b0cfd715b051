import {
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { ROOT, node, sim, withoutTiming, words } from './command.ts';
import type { Ran } from './command.ts';

/** The command line from the sources, as it runs where no bundle can be made. */
function simFromSources(line: readonly string[]): Promise<Ran> {
  return node(['--import', import.meta.resolve('tsx'), join(ROOT, 'sim', 'cli', 'main.ts'), ...line]);
}

/** A build takes seconds, and so does a start from the sources; both take many on a busy machine. */
const SLOW_MS = 180_000;

describe('a bundle gives the same bytes as the sources', { timeout: SLOW_MS }, () => {
  test.for([
    '--scenario lossy-wifi --seed 7 --devices 3 --duration 1m --json --edge ./examples/express-edge.ts',
    'compare --scenario calm --policies fixed,none --devices 2 --duration 15s --seeds 1,2 --workers 2 --json',
  ])('%s', async (line) => {
    const bundled = await sim(words(line));
    const plain = await simFromSources(words(line));
    expect({ ...bundled, stdout: withoutTiming(bundled.stdout) }).toEqual({
      ...plain,
      stdout: withoutTiming(plain.stdout),
    });
    expect(JSON.parse(bundled.stdout)).toHaveLength(1);
  });
});

test('a bundle names no place of the machine on which it was made', async () => {
  await sim(['list']);
  const bundles = join(ROOT, '.bundle');
  const { folder } = JSON.parse(readFileSync(join(bundles, 'current.json'), 'utf8')) as { folder: string };
  for (const file of ['bundle.cjs', 'bundle.cjs.map'])
    expect(readFileSync(join(bundles, folder, file), 'utf8').includes(ROOT), file).toBe(false);
});

/** One copy of the package goes through all of it, in this order: nearly each step makes a bundle. */
describe('a copy of the package', { timeout: SLOW_MS }, () => {
  const copy = scratchFolder('start');
  const bundles = join(copy, '.bundle');
  const command = join(copy, 'sim', 'cli', 'commands', 'list.ts');

  beforeAll(() => {
    const parts = [
      'device',
      'edge',
      'lists',
      'ports',
      'program',
      'protocol',
      'reports',
      'scenarios',
      'settings',
      'sim',
      'start',
    ];
    for (const part of [...parts, 'package.json', 'tsconfig.json'])
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  });

  const list = (): Promise<Ran> => node([join(copy, 'start', 'petrel.cjs'), 'sim', 'list']);
  const sweepOn = (): Promise<Ran> =>
    node([
      join(copy, 'start', 'petrel.cjs'),
      'sim',
      ...words('sweep --scenario calm --devices 1 --duration 15s --seeds 1,2'),
      '--out',
      join(copy, 'sweep.jsonl'),
    ]);
  const current = (): { folder: string; stamps: unknown } =>
    JSON.parse(readFileSync(join(bundles, 'current.json'), 'utf8')) as { folder: string; stamps: unknown };

  test('without a bundle makes one, also where two start at once', async () => {
    const all = await Promise.all([list(), list()]);
    const expected = await sim(['list']);
    expect(all).toEqual([expected, expected]);
    expect(readdirSync(bundles).toSorted()).toEqual([current().folder, 'current.json'].toSorted());
  });

  test('whose files were touched, not changed, keeps its bundle', async () => {
    const before = current();
    utimesSync(command, new Date(), new Date());
    expect(await list()).toMatchObject({ code: 0, stderr: '' });
    expect(current().folder).toBe(before.folder);
    expect(current().stamps).not.toEqual(before.stamps);
  });

  test('in which a source was edited runs what it says now, and names its place in a fault', async () => {
    const before = current();
    expect(await sweepOn()).toMatchObject({ code: 0 });
    const { atime, mtime, size } = statSync(command);
    const text = readFileSync(command, 'utf8');
    const edited = text.replace('await listedScenarios()', 'JSON.parse("{-------}")');
    writeFileSync(command, edited);
    // Neither its size nor its time gives it away.
    utimesSync(command, atime, mtime);
    expect(statSync(command).size).toBe(size);
    const { code, stderr } = await list();
    expect(code).toBe(3);
    const line = edited.slice(0, edited.indexOf('JSON.parse')).split('\n').length;
    expect(stderr).toContain(`${command}:${line}:`);
    expect(current().folder).not.toBe(before.folder);
    // Of one version, and another program all the same.
    const goesOn = await sweepOn();
    expect(goesOn.code).toBe(2);
    expect(goesOn.stderr).toMatch(/it is of Petrel \S+\+[0-9a-f]{16}, and this is \S+\+[0-9a-f]{16}\./);
  });

  test('that is built has a program that needs none of it', async () => {
    const built = await node([join(copy, 'start', 'build-dist.mjs')]);
    expect(built).toEqual({ code: 0, stdout: '', stderr: '' });
    const { code, stderr } = await node([join(copy, 'start', 'built.cjs'), 'lst']);
    expect(stderr).toContain('there is no command "lst"; did you mean list?');
    expect(code).toBe(2);
  });

  test('in which nothing can be written runs from its sources, and says so', async () => {
    rmSync(bundles, { recursive: true });
    writeFileSync(bundles, 'no folder');
    const { code, stderr } = await list();
    expect(code).toBe(3);
    expect(stderr).toMatch(/^start: no bundle of the sources could be made \(EEXIST.*\n/);
    expect(stderr).toContain(command);
  });
});

test('a program that does not exist is refused in a sentence', async () => {
  const { code, stdout, stderr } = await node([join(ROOT, 'start', 'petrel.cjs'), 'egde']);
  expect(stderr).toBe('start: there is no program "egde". Programs: sim, edge, device.\n');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
