import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  copyFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { findApps } from '../sim/cli/init/find-app.ts';
import { firstFiles } from '../sim/cli/init/first-files.ts';
import { installOf } from '../sim/cli/init/install.ts';
import { runProbeJob } from '../sim/cli/init/probe-job.ts';
import type { EdgeProbe, ProbeEnd } from '../sim/cli/init/probe-job.ts';
import { putFiles } from '../sim/cli/init/put-files.ts';
import { pathElsewhere, whatWouldDo } from '../sim/cli/init/what-would-do.ts';
import { doneIn } from '../sim/cli/workers/undone.ts';
import { loadSubject } from '../sim/cli/load-subject.ts';
import { run } from '../sim/run/index.ts';
import { formatScenarioError, overridesFrom, parseScenario } from '../sim/scenario/index.ts';
import { simInTurn } from './command-session.ts';

const FIXTURES = './tests/fixtures/init';
const folders: string[] = [];

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'petrel-init-'));
  folders.push(folder);
  for (const [file, from] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(from, join(folder, file));
  }
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** In this process: a thread of its own takes longer to start than to ask. */
async function probe(...edges: readonly string[]): Promise<EdgeProbe> {
  const { probe: found, refusals } = doneIn<ProbeEnd>(await runProbeJob({ edges }));
  if (found === null) throw new Error(refusals.join('\n'));
  return found;
}

test('the app of a folder is found, gets its first files, and is run; nobody is overwritten', async () => {
  const folder = folderWith({
    // A module of the usual places that is no edge is passed over.
    'src/app.ts': `${FIXTURES}/no-edge.ts`,
    'src/server.ts': `${FIXTURES}/without-keys.ts`,
  });
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  const first = await simInTurn(['init', '--folder', folder]);
  expect(first.stderr).toBe('');
  expect(first.stdout).toMatch(
    /POST \/ingest, Petrel's message: 201 without a body; sent again: 201 without/,
  );
  expect(first.stdout).toMatch(/took the same message twice/);
  expect(first.stdout).toMatch(/^PASSED {2}first, seed 1/m);
  expect(first.code).toBe(0);
  expect(readFileSync(join(folder, 'tests/petrel.test.ts'), 'utf8')).toContain(
    "scenarioTest('./scenarios/first.yaml', { edge: './src/server.ts', seeds: 5 });",
  );
  const workflow: unknown = parse(readFileSync(join(folder, '.github/workflows/petrel.yaml'), 'utf8'));
  expect(workflow).toMatchObject({
    jobs: {
      first: {
        steps: [
          {},
          { with: { 'node-version': 22, cache: 'npm' } },
          { run: 'npm ci' },
          {
            run: 'npx petrel sweep --scenario ./scenarios/first.yaml --edge ./src/server.ts --seeds 1..10',
          },
          { run: 'npx vitest run tests/petrel.test.ts' },
        ],
      },
    },
  });
});

test('a file that stands there stays, unless it is forced', () => {
  const folder = folderWith({});
  const [scenario, ...rest] = firstFiles({
    edge: './app.ts',
    device: null,
    path: null,
    install: installOf(folder),
  });
  if (scenario === undefined) throw new Error('no files');
  writeFileSync(join(folder, 'notes'), 'ours');
  const both = [{ path: 'notes', text: 'theirs' }, scenario];
  expect(putFiles(folder, both, false).map(({ done }) => done)).toEqual(['kept', 'written']);
  expect(readFileSync(join(folder, 'notes'), 'utf8')).toBe('ours');
  expect(putFiles(folder, both, true).map(({ done }) => done)).toEqual(['written', 'as it was']);
  expect(readFileSync(join(folder, 'notes'), 'utf8')).toBe('theirs');
  // Without a lock file nothing can be cached, and `npm ci` would refuse.
  expect(rest.at(-1)?.text).toMatch(/node-version: 22 \}\n {6}- run: npm install\n/);
  expect(() => putFiles(folder, [{ path: 'notes/below', text: '' }], false)).toThrow(
    /notes.below could not be/,
  );
});

test('apps are looked for where they usually are, and not only in the first place', () => {
  const folder = folderWith({
    'index.js': `${FIXTURES}/no-edge.ts`,
    'lib/start.mjs': `${FIXTURES}/no-edge.ts`,
    'src/server.ts': `${FIXTURES}/no-edge.ts`,
  });
  writeFileSync(join(folder, 'package.json'), '{ "main": "./lib/start.mjs" }');
  expect(findApps(folder).map(({ file }) => file)).toEqual(['lib/start.mjs', 'src/server.ts', 'index.js']);
});

test('where nothing is an app, it says what was looked at, and writes nothing', async () => {
  const folder = folderWith({ 'src/index.ts': `${FIXTURES}/no-edge.ts` });
  const { code, stderr } = await simInTurn(['init', '--folder', folder]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/src\/index\.ts: it exports version/);
  expect(stderr).toMatch(/Name it: init --edge/);
  expect(readdirSync(folder)).toEqual(['src']);
  const empty = await simInTurn(['init', '--folder', folderWith({})]);
  expect(empty.code).toBe(2);
  expect(empty.stderr).toMatch(/no app was found in .*main of package\.json, then src\/app\|server/);
});

test('an edge that refuses the message is quoted, with the lines that would do', async () => {
  const folder = folderWith({});
  const { code, stdout, stderr } = await simInTurn([
    ...['init', '--edge', `${FIXTURES}/other-language.ts`],
    ...['--folder', folder],
  ]);
  expect(code).toBe(2);
  // The first line of its body alone.
  expect(stdout).toMatch(/POST \/ingest, Petrel's message: 422 meta is missing$/m);
  expect(stderr).toMatch(/got the message at \/ingest and did not take it/);
  expect(stderr).toMatch(/\{"device_id":"device-001","sequence_id":0,/);
  expect(readdirSync(folder)).toEqual([]);
});

test('an Express app is tried at every path where it takes a POST', async () => {
  const found = await probe(`${FIXTURES}/elsewhere.ts`);
  expect(found.postPaths).toEqual(['/v1/devices/:id', '/v1/telemetry']);
  // A path with a name in it can't be sent to as it stands.
  expect(found.tries.map(({ path, first }) => [path, first?.status])).toEqual([
    ['/ingest', 404],
    ['/v1/telemetry', 202],
  ]);
  const path = pathElsewhere(found);
  expect(path).toBe('/v1/telemetry');
  const [scenario] = firstFiles({ edge: './app.ts', device: null, path, install: installOf('.') });
  const set = overridesFrom({ set: ['duration=10s', 'timeline=[]', 'expect.faults=[]'] });
  if (!set.ok) throw new Error('the settings are wrong');
  const loaded = parseScenario(scenario?.text ?? '', 'first.yaml', { overrides: set.overrides });
  if (!loaded.ok) throw new Error(loaded.errors.map(formatScenarioError).join('\n'));
  // Five readings of each of five devices, and each is taken where it is sent now.
  const words = { edge: `${FIXTURES}/elsewhere.ts`, device: undefined, policy: undefined };
  const subject = await loadSubject(words, loaded.scenario);
  const result = await run({ scenario: loaded.scenario, seed: '1', subject, transport: 'inject' });
  expect(result.ledger.generated).toBe(25);
  expect(result.edge.accepted).toBeGreaterThanOrEqual(25);
});

test.for([
  [401, /who asks/],
  [404, /It takes a POST at \/a\/:b\./],
  [415, /did not take it/],
  [500, /failed at \/ingest/],
] as const)('to a %i it says what would do', ([status, says]) => {
  const lines = whatWouldDo({
    tries: [{ form: 'a form', path: '/ingest', first: { status, line: '' }, again: null, silence: null }],
    postPaths: ['/a/:b'],
  });
  expect(lines.join('\n')).toMatch(says);
});
