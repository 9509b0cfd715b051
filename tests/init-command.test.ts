import { mkdirSync, readdirSync, readFileSync, writeFileSync, copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { scratchFolder } from './scratch-folder.ts';
import { findApps } from '../sim/cli/init/find-app.ts';
import { besidesAsSets, firstFiles } from '../sim/cli/init/first-files.ts';
import { deviceText } from '../sim/cli/init/device-file.ts';
import { expressPostPaths } from '../sim/cli/init/express-routes.ts';
import { installOf } from '../sim/cli/init/install.ts';
import { MESSAGE_FORMS, messageOf } from '../sim/cli/init/message-forms.ts';
import type { MessageForm } from '../sim/cli/init/message-forms.ts';
import { nextSteps } from '../sim/cli/init/next-steps.ts';
import { runProbeJob } from '../sim/cli/init/probe-job.ts';
import type { EdgeProbe, ProbeEnd } from '../sim/cli/init/probe-job.ts';
import { putFiles } from '../sim/cli/init/put-files.ts';
import { askEdge } from '../sim/cli/init/ask-edge.ts';
import { takenBy, triesInWords, whatWouldDo } from '../sim/cli/init/what-would-do.ts';
import { doneIn } from '../sim/cli/workers/undone.ts';
import { DIALECTS } from '../sim/host/wire/dialects.ts';
import { WireRequest } from '../sim/host/wire/wire-request.ts';
import { loadSubject } from '../sim/cli/loading/load-subject.ts';
import { run } from '../sim/run/index.ts';
import { formatScenarioError, overridesFrom, parseScenario } from '../sim/scenario/index.ts';
import { simInTurn } from './command-session.ts';
import { sim } from './command.ts';

const FIXTURES = './tests/fixtures/init';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = scratchFolder('init');
  for (const [file, from] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    copyFileSync(from, join(folder, file));
  }
  return folder;
}

/** In this process: a thread of its own takes longer to start than to ask. */
async function probe(...edges: readonly string[]): Promise<EdgeProbe> {
  const { probe: found, refusals } = doneIn<ProbeEnd>(await runProbeJob({ edges, allowNet: [] }));
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
    form: null,
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
    /notes.below can't be read: ENOTDIR/,
  );
});

test('a first file that has no room leaves no half of itself, which the next time would be kept', async () => {
  const folder = folderWith({});
  writeFileSync(join(folder, 'app.mjs'), 'export default (request, response) => request.pipe(response);\n');
  const full = await sim(['init', '--edge', './app.mjs'], { cwd: folder, fileKibMax: 0 });
  expect(full.code).toBe(7);
  expect(full.stderr).toMatch(/first\.yaml could not be written: EFBIG/);
  expect(readdirSync(join(folder, 'scenarios'))).toEqual([]);
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

test.for([
  ['package.json', '{"workspaces":["apps/*"]}'],
  ['pnpm-workspace.yaml', 'packages: [apps/*]'],
] as const)('in a workspace (%s) it asks for the package', async ([file, text]) => {
  const folder = folderWith({});
  writeFileSync(join(folder, file), text);
  await expect(askEdge(undefined, folder)).rejects.toThrow('It is a workspace: name the package');
});

test('a real server is not for what is run elsewhere, and it says what to do', async () => {
  const { code, stderr } = await simInTurn(['init', '--allow-net', 'localhost:5432']);
  expect(code).toBe(2);
  expect(stderr).toContain('sim run --scenario lost-ack --edge FILE --allow-net HOST:PORT');
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
  const taken = takenBy(found);
  expect(taken).toMatchObject({ path: '/v1/telemetry', form: { preset: 'petrel' } });
  if (taken === null) throw new Error('nothing was taken');
  const [scenario] = firstFiles({ edge: './app.ts', device: null, ...taken, install: installOf('.') });
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

test('what was found out of an app is said in the scenario, and by the next commands too', () => {
  const [petrel, batch] = MESSAGE_FORMS;
  if (petrel === undefined || batch === undefined) throw new Error('no forms');
  const about = { device: null, path: '/v1/telemetry', byStatus: true } as const;
  const install = installOf('.');
  const textOf = (form: MessageForm): string | undefined =>
    firstFiles({ edge: './app.ts', ...about, form, install })[0]?.text;
  expect(textOf(petrel)).toContain('\nwire: { path: /v1/telemetry }\ndevice: { acknowledge: status }\n');
  expect(textOf(batch)).toContain('\ndevice: { batch: { size: 10, linger: 1s }, acknowledge: status }\n');
  const set = besidesAsSets({ ...about, form: batch });
  const said = overridesFrom({ set });
  if (!said.ok) throw new Error('the settings are wrong');
  const loaded = parseScenario(textOf(petrel) ?? '', 'first.yaml', { overrides: said.overrides });
  if (!loaded.ok) throw new Error(loaded.errors.map(formatScenarioError).join('\n'));
  expect(loaded.scenario).toMatchObject({
    wire: { path: '/v1/telemetry' },
    device: { acknowledge: 'status', batch: { size: 10, lingerMs: 1_000 } },
  });
  const next = nextSteps({
    subject: ' --edge a.ts',
    set: ' --set b=1',
    program: 'sim',
    manifest: {},
    folder: null,
  });
  expect(next.join('\n')).toContain('sweep --scenario lost-ack --seeds 1..20 --edge a.ts --set b=1\n');
  // A client of theirs knows itself what to send.
  expect(besidesAsSets({ ...about, form: null, device: './client.ts' })).toEqual(['wire.path=/v1/telemetry']);
});

test('a folder that is not there is made, and a file is none', async () => {
  const folder = folderWith({});
  const inNew = await simInTurn([
    'init',
    '--edge',
    './examples/express-app.ts',
    '--folder',
    join(folder, 'new'),
  ]);
  expect(inNew.stderr).toBe('');
  expect(readdirSync(join(folder, 'new'))).toEqual(['.github', 'scenarios', 'tests']);
  const inFile = await simInTurn(['init', '--folder', 'package.json']);
  expect(inFile).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--folder package.json: it is a file.'),
  });
});

test('routers show their routes wherever they are mounted', async () => {
  const found = await probe(`${FIXTURES}/mounted.ts`);
  expect(found.postPaths).toEqual(['/plant-7/in/readings', '/plant-7/in', '/other/readings']);
  expect(takenBy(found)?.path).toBe('/plant-7/in');
});

test('before Express kept prefixes, routers are found at the usual ones', () => {
  const route = { path: '/readings', methods: { post: true } };
  /** As router 2.0 to 2.2 has it: what it matched stands in `path`. */
  const layer = (prefix: string) => ({
    path: undefined as string | undefined,
    slash: false,
    handle: { stack: [{ route }] },
    match(path: string): boolean {
      this.path = path.startsWith(`${prefix}/`) ? prefix : undefined;
      return this.path !== undefined;
    },
  });
  const request = { app: { router: { stack: [layer('/api/v1'), layer('/unheard-of')] } } };
  expect(expressPostPaths(request)).toEqual(['/api/v1/readings']);
});

test.for(MESSAGE_FORMS)('$name is read as one reading by $preset', async (form) => {
  const message = await messageOf(form);
  const reading = { timestamp: '2026-01-01T00:00:00.000Z', values: { temperature_c: 21.5 } };
  const { headers, body } = message('device-001', 7, reading);
  const request = new WireRequest({ method: 'POST', path: form.path, headers, body });
  const carried = DIALECTS[form.preset].read(request);
  expect(carried).toHaveLength(1);
  // The very id that a device's `record` returns: else nobody can tell which reading a request is for.
  expect(String(carried?.[0]?.reading)).toBe('7');
});

test('an edge that speaks CloudEvents at a path of its own gets a device that does', async () => {
  const edge = `${FIXTURES}/cloudevents.ts`;
  const found = await probe(edge);
  const said = triesInWords(found.tries);
  expect(said[0]).toMatch(/^POST \/ingest and \d+ other usual paths: no route$/);
  expect(said[1]).toMatch(/^POST \/api\/events, Petrel's message: 415 /);
  expect(said.at(-1)).toMatch(/CloudEvents, all in the body: 202 .*; sent again: 409 /);
  const taken = takenBy(found);
  if (taken === null) throw new Error('nothing was taken');
  const folder = folderWith({});
  const files = firstFiles({ edge: './app.ts', device: null, ...taken, install: installOf(folder) });
  putFiles(folder, files, false);
  const textOf = (name: string): string => files.find(({ path }) => path === name)?.text ?? '';
  expect(textOf('scenarios/first.yaml')).toContain('wire: { preset: cloudevents, path: /api/events }');
  expect(textOf('tests/petrel.test.ts')).toContain("device: './tests/petrel-device.mjs'");
  const loaded = parseScenario(textOf('scenarios/first.yaml'), 'first.yaml');
  if (!loaded.ok) throw new Error(loaded.errors.map(formatScenarioError).join('\n'));
  const device = join(folder, 'tests/petrel-device.mjs');
  const subject = await loadSubject({ edge, device, policy: undefined }, loaded.scenario);
  const result = await run({ scenario: loaded.scenario, seed: '1', subject, transport: 'inject' });
  // Five devices, a reading each 2 s for two minutes; what is lost is sent again, by the same key.
  const { outcome, why } = result;
  expect({ outcome, why }).toEqual({
    outcome: 'passed',
    why: expect.stringMatching(/^every invariant held/),
  });
  expect(result.ledger.generated).toBe(300);
  expect(result.metrics.reachedAgain).toBeGreaterThan(0);
});

test.for([
  ['cloudevents', '[409]', '[408, 424, 425, 429, 500, '],
  // It says with a 409 that it is at work on the first request still.
  ['idempotency-key', '[]', '[408, 409, 424, 425, 429, 500, '],
  // All others must not be tried again.
  ['otlp-http-json', '[]', '[429, 502, 503, 504]'],
] as const)('a device for %s takes statuses for what they mean there', ([preset, had, later]) => {
  const form = MESSAGE_FORMS.find((each) => each.preset === preset);
  const text = form === undefined ? '' : deviceText(form);
  expect(text).toContain(`const HAD = new Set(${had});`);
  expect(text).toContain(`const LATER = new Set(${later}`);
});

test('an edge that takes lists gets them from the device that comes with Petrel', () => {
  const form = MESSAGE_FORMS.find(({ preset }) => preset === 'batch');
  if (form === undefined) throw new Error('no form for lists');
  const about = { edge: './app.ts', device: null, path: null, form, install: installOf('.') };
  const [scenario] = firstFiles(about);
  expect(scenario?.path).toBe('scenarios/first.yaml');
  const parsed = parseScenario(scenario?.text ?? '', 'first.yaml');
  if (!parsed.ok) throw new Error(parsed.errors.map(formatScenarioError).join('\n'));
  expect(parsed.scenario.device.batch).toMatchObject({ size: 10, lingerMs: 1_000 });
});

test('a device that is brought speaks for the edge, whatever that takes', async () => {
  const folder = folderWith({});
  const { code, stdout, stderr } = await simInTurn([
    ...['init', '--folder', folder, '--edge', './examples/cloudevents-edge.ts'],
    ...['--device', './examples/cloudevents-device.ts'],
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^PASSED {2}first, seed 1/m);
  expect(stdout).not.toContain('petrel-device');
  // The wire is its own word, beside the module.
  expect(readFileSync(join(folder, 'scenarios/first.yaml'), 'utf8')).not.toContain('wire:');
  expect(readFileSync(join(folder, 'tests/petrel.test.ts'), 'utf8')).toMatch(
    /device: '.*examples\/cloudevents-device\.ts'/,
  );
});

test.for([
  [401, /who asks/],
  [404, /It takes a POST at \/a\/:b\./],
  [415, /did not take it/],
  [500, /failed at \/ingest/],
] as const)('to a %i it says what would do', ([status, says]) => {
  const tries = [
    {
      form: 'a form',
      path: '/ingest',
      first: { status, line: '', namesReading: false },
      again: null,
      silence: null,
    },
  ];
  const lines = whatWouldDo({ tries, postPaths: ['/a/:b'] });
  expect(lines.join('\n')).toMatch(says);
  // Where routes are seen already, nothing need be exported for that.
  const isUnseen = whatWouldDo({ tries, postPaths: [] }).join('\n').includes('export { app };');
  expect(isUnseen).toBe(status === 404);
  expect(lines.join('\n')).not.toContain('export { app };');
});
