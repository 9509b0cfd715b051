import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadSubject } from '../sim/cli/loading/load-subject.ts';
import { UsageError } from '../sim/cli/usage-error.ts';
import { scratchFolder } from './scratch-folder.ts';
import { simInTurn } from './command-session.ts';
import { sim, withoutTiming } from './command.ts';
import type { Ran } from './command.ts';
import { scenarioFrom } from './run-scenario.ts';

const folder = scratchFolder('own');

/** Writes a file of a user's and gives its path. */
function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Two devices for half a minute, to which any 2xx is enough, and nothing expected: the subject alone decides. */
function world(name: string, timeline: string): string {
  return write(
    `${name}.yaml`,
    `name: ${name}\nduration: 30s\nfleet: { devices: 2, interval: 3s, start: staggered }\ndevice: { acknowledge: status }\nnetwork: { latency: { distribution: constant, value: 20ms } }\ntimeline: [${timeline}]\n`,
  );
}

const small = world('small', '');
const restarting = world('restarting', '{ at: 15s, for: 2s, edge: { restart: true } }');
const rebooting = world('rebooting', '{ at: 15s, for: 2s, device: { reboot: true } }');

interface Result {
  readonly scenario: { readonly name: string };
  readonly outcome: string;
  readonly why: string;
  readonly fingerprint: string;
  readonly ledger: { readonly storedBy: string; readonly acceptedTwice: number | null };
  readonly invariants: readonly { readonly name: string; readonly verdict: { readonly kind: string } }[];
  readonly expectations: readonly { readonly what: string; readonly verdict: string; readonly got: string }[];
}

function results(stdout: string): readonly Result[] {
  return JSON.parse(stdout) as readonly Result[];
}

type Event = Readonly<Record<string, unknown>> & {
  readonly fields?: Readonly<Record<string, unknown>>;
};

/** Runs and gives what the edge said through `env.log`, in order. */
async function logged(
  name: string,
  scenario: string,
  edge: string,
  run: (words: readonly string[]) => Promise<Ran> = simInTurn,
): Promise<readonly Event[]> {
  const trace = join(folder, `${name}.jsonl`);
  // What a file or a thread takes is not what is looked at here.
  const words = [
    '--scenario',
    scenario,
    '--seed',
    '1',
    '--edge',
    edge,
    '--trace',
    trace,
    '--interleave',
    'off',
  ];
  const { code, stderr } = await run(words);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  const events = readFileSync(trace, 'utf8').trim().split('\n');
  return events.map((line): Event => JSON.parse(line)).filter(({ kind }) => kind === 'edge_logged');
}

const APP = ['--edge', './examples/express-app.ts'];
const EDGE = ['--edge', './examples/express-edge.ts'];
const DATABASE = ['--edge', './examples/database-edge.ts'];
const DEVICE = ['--device', './examples/fetch-device.ts'];
const POLICY = ['--policy', './examples/fibonacci-policy.ts'];
const TOGETHER = [...EDGE, ...DEVICE, ...POLICY];

/** Each loads the modules anew: what shows on two dozen devices shows on these. */
const FEW = ['--devices', '3'];

const SCENARIOS = ['storm', 'edge-restart', 'reboot'];
const EVERY = SCENARIOS.flatMap((scenario) => ['--scenario', scenario]);

/** A device without a disk loses what waits in its memory when the power goes, and nobody says a word of it. */
const FORGETS = 'every-reading-accounted-for';

// Three scenarios each: long on a busy machine.
describe('the examples', { timeout: 240_000 }, () => {
  // Each over the fastest lane that its edge can take: over real HTTP it is the same run.
  // A text for a number, a field too many, no timestamp, a damaged byte: refused before it is stored.
  test.for([
    ['with a database', DATABASE],
    ['of Express', EDGE],
  ] as const)('the edge %s stores nothing that is no reading', async ([, brought]) => {
    const scenarios = ['--scenario', 'bad-request', '--scenario', 'corrupt'];
    const { stdout } = await simInTurn([
      ...scenarios,
      '--seed',
      '1',
      ...FEW,
      '--json',
      '--transport',
      'inject',
      ...brought,
    ]);
    expect(results(stdout).map(({ outcome }) => outcome)).toEqual(['passed', 'passed']);
  });

  test.for([
    // The Map is gone at each restart: retries are stored again, which `edge-restart` expects of our edge alone.
    {
      what: 'the Express app that says what it stored',
      brought: EDGE,
      transport: 'inject',
      broken: { 'edge-restart': 'accepted-once' },
    },
    // Its rows outlive the restart; that its queries take time is not held against it.
    { what: 'the edge with a database', brought: DATABASE, transport: 'inject', broken: {} },
    { what: 'the device', brought: DEVICE, transport: 'direct', broken: { reboot: FORGETS } },
    { what: 'the policy', brought: POLICY, transport: 'direct', broken: {} },
    {
      what: 'all together',
      brought: TOGETHER,
      transport: 'inject',
      broken: { 'edge-restart': 'accepted-once', reboot: FORGETS },
    },
  ])('$what does what it can in three scenarios', async ({ brought, transport, broken }) => {
    const lane = ['--transport', transport];
    const { code, stdout, stderr } = await simInTurn([
      ...EVERY,
      '--seed',
      '42',
      ...FEW,
      '--json',
      ...lane,
      ...brought,
    ]);
    const reasons: Readonly<Record<string, string>> = broken;
    for (const { scenario, outcome, why } of results(stdout)) {
      const reason = reasons[scenario.name];
      expect({ scenario: scenario.name, outcome, why }).toStrictEqual({
        scenario: scenario.name,
        outcome: reason === undefined ? 'passed' : 'violated',
        why: expect.stringContaining(reason ?? 'every invariant held'),
      });
    }
    expect(results(stdout).map(({ scenario }) => scenario.name)).toStrictEqual(SCENARIOS);
    expect(code).toBe(Object.keys(broken).length === 0 ? 0 : 1);
    expect(stderr).toBe('');
  });

  test('what an edge does not say is not observable, and what it answered is taken for its word', async () => {
    const words = ['--scenario', 'storm', '--seed', '42', '--json', '--transport', 'inject'];
    const { code, stdout } = await simInTurn([...words, ...FEW, ...APP]);
    const [result] = results(stdout);
    const kinds = new Map(result?.invariants.map(({ name, verdict }) => [name, verdict.kind]));
    for (const name of ['accepted-once', 'nothing-invented', 'metrics-reconcile'])
      expect([name, kinds.get(name)]).toStrictEqual([name, 'not-observable']);
    expect(kinds.get('acknowledged-means-stored')).toBe('held');
    expect(result?.ledger.storedBy).toBe('answers');
    expect(result?.expectations.filter(({ got }) => got === 'not observable')).toMatchObject([
      { what: 'acceptedTwice', verdict: 'not-judged', why: 'this edge does not tell it' },
    ]);
    expect(code).toBe(0);
  });

  test('a run of foreign code gives the same bytes in every process, time zone and locale', async () => {
    const words = ['--scenario', 'reboot', '--seed', '7', ...FEW, '--json'];
    const brought = [...words, ...DATABASE, ...DEVICE];
    const here = await simInTurn(brought);
    const there = await sim(brought, {
      env: { TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' },
      nodeFlags: ['--random-seed=7'],
    });
    expect(results(here.stdout).map(({ fingerprint }) => fingerprint.length)).toStrictEqual([64]);
    expect(withoutTiming(there.stdout)).toBe(withoutTiming(here.stdout));
    expect(there.code).toBe(here.code);
  });

  test('two runs of foreign code in one process are the same, event by event', async () => {
    const words = ['--scenario', 'flapping', '--seed', '7', '--check-determinism'];
    const { code, stdout } = await simInTurn([...words, ...FEW, ...TOGETHER]);
    expect(stdout).not.toContain('NOT DETERMINISTIC');
    expect(code).toBe(0);
  });
});

describe('a module that can not be used', () => {
  const policy = (fields: string): string => `export const policy = { name: 'p', retriesMax: 3, ${fields} };`;
  const bounds = 'delayBoundsMs: () => ({ min: 0, max: 1000 })';
  mkdirSync(join(folder, 'folder.ts'));
  const cases = [
    { flag: '--edge', file: join(folder, 'nowhere.ts'), says: 'there is no such file' },
    { flag: '--edge', file: join(folder, 'folder.ts'), says: 'this is a directory' },
    { flag: '--edge', file: small, says: '".yaml" is no extension of a module' },
    {
      flag: '--edge',
      file: write('empty.ts', ''),
      says: 'it exports nothing, and no server listens when it is loaded. What would do:\n  export const app',
    },
    {
      flag: '--edge',
      file: write('empty.mjs', ''),
      says: 'it exports nothing, and no server listens when it is loaded. What would do:\n  export const app',
    },
    {
      flag: '--edge',
      file: write('other.ts', 'export const server = 1;'),
      says: 'it exports server, and no server listens',
    },
    {
      flag: '--edge',
      file: write('app-class.ts', 'export default class App {}'),
      says: 'it exports default; default is a class, and no server listens',
    },
    {
      flag: '--edge',
      file: write('plugin.mjs', 'export default async function (fastify, options) {}'),
      says: "default is a function of 2 values of which it can't be told whether they are a request or settings",
    },
    {
      flag: '--edge',
      file: write(
        'two.mjs',
        'import { createServer } from "node:http"; export const a = createServer(); export const b = createServer();',
      ),
      says: 'a and b could each be the edge. Export the one that is meant as app',
    },
    {
      flag: '--edge',
      file: write(
        'two-ports.mjs',
        'import { createServer } from "node:http"; createServer().listen(1000); createServer().listen(1001);',
      ),
      says: '2 servers listen when it is loaded. Export the one that is meant',
    },
    { flag: '--edge', file: write('syntax.ts', 'export const app = ((;'), says: 'syntax.ts:1:21: ERROR' },
    { flag: '--edge', file: write('syntax.mjs', '\nexport const app = ((;'), says: 'syntax.mjs:2)' },
    { flag: '--edge', file: write('syntax.cjs', '\nexports.app = ((;'), says: 'syntax.cjs:2)' },
    {
      flag: '--edge',
      file: write('imports-syntax.mjs', '// The fault is in the file behind.\nimport "./syntax.mjs";'),
      says: '/syntax.mjs:2)',
    },
    {
      flag: '--edge',
      // In no file of its own: what cannot be resolved by esbuild here is no fault either.
      file: write('parses.mjs', 'if (false) import("./nowhere.mjs");\nJSON.parse("{");'),
      says: 'parses.mjs:2:',
    },
    { flag: '--edge', file: write('throws.ts', 'throw new Error("no licence");'), says: 'no licence (at ' },
    { flag: '--edge', file: write('throws-deep.ts', '\nnull!.x;'), says: 'throws-deep.ts:2:' },
    { flag: '--edge', file: write('throws-text.ts', 'throw "no licence";'), says: 'it threw no licence' },
    {
      flag: '--edge',
      file: write('strays.mjs', 'Promise.reject(new Error("stray")); await new Promise(() => {});'),
      says: 'could not be loaded: stray',
    },
    { flag: '--edge', file: write('exits.ts', 'process.exit(0);'), says: 'process.exit(0) was called' },
    {
      flag: '--edge',
      file: write('imports.ts', 'import "./missing.ts"; export const app = () => {};'),
      says: 'missing.ts',
    },
    {
      flag: '--edge',
      file: write(
        'waits.mjs',
        'await new Promise((done) => setTimeout(done, 9)); export const app = () => {};',
      ),
      says: 'its top level waits for a timer',
    },
    {
      flag: '--device',
      file: write('class.ts', 'export class Device {}'),
      says: 'it exports Device. Export createDevice(env)',
    },
    {
      flag: '--edge',
      file: write('a-device.mjs', 'export const createDevice = () => ({ record() {} });'),
      says: 'it exports createDevice, which makes a device: name it with --device',
    },
    {
      flag: '--device',
      file: write('an-edge.mjs', 'export const createEdge = () => ({ handler() {} });'),
      says: 'Export createDevice(env), or name what makes an edge with --edge',
    },
    {
      flag: '--device',
      file: write('made.ts', 'export const createDevice = { record() {} };'),
      says: 'createDevice is no function. Export createDevice(env)',
    },
    {
      flag: '--policy',
      file: write('nothing.ts', 'export const delayMs = 5;'),
      says: 'Export const policy: RetryPolicy',
    },
    {
      flag: '--policy',
      file: write('fields.ts', 'export const policy = { retriesMax: 1.5, delayMs: 5 };'),
      says: 'name must be a text; retriesMax must be a whole number, 0 or more; delayMs(retryIndex, uniform) must be a function that gives milliseconds; delayBoundsMs(retryIndex) must be a function',
    },
    {
      flag: '--policy',
      file: write('unbound.ts', policy(`delayMs: (k) => 600 * (k + 1), ${bounds}`)),
      says: 'delayMs(1, 0) gave 1200, outside its own delayBoundsMs(1) of 0 to 1000',
    },
    {
      flag: '--policy',
      file: write('impure.ts', policy(`delayMs: () => Math.random(), ${bounds}`)),
      says: 'a policy is pure',
    },
    {
      flag: '--policy',
      // Fine for the first 31 retries, 34 years in all; 1 << 31 is −2^31.
      file: write(
        'shifts.ts',
        "export const policy = { name: 'p', retriesMax: 60, delayMs: (k) => 500 * (1 << k), delayBoundsMs: (k) => ({ min: 0, max: 500 * (1 << k) }) };",
      ),
      says: 'delayBoundsMs(31) must give { min, max } with 0 <= min <= max',
    },
    {
      flag: '--policy',
      // The same, with the negative one taken for none.
      file: write(
        'shifts-clipped.ts',
        "const cap = (k) => Math.max(0, Math.min(30_000, 500 * (1 << k)));\nexport const policy = { name: 'p', retriesMax: 60, delayMs: cap, delayBoundsMs: (k) => ({ min: cap(k), max: cap(k) }) };",
      ),
      says: 'delayBoundsMs(31) allows 0 ms at most, less than before the first retry (500), though it had grown to 30000',
    },
    {
      flag: '--policy',
      file: write('nan.ts', policy(`delayMs: () => NaN, ${bounds}`)),
      says: 'must give milliseconds, and gave NaN',
    },
    {
      flag: '--policy',
      file: write('broken.ts', policy(`delayMs: () => { throw new Error('oh'); }, ${bounds}`)),
      says: 'a trial of it threw: oh',
    },
  ];

  test.for(cases)('$file is refused in a sentence', async ({ flag, file, says }) => {
    const words = { edge: undefined, device: undefined, policy: undefined, [flag.slice('--'.length)]: file };
    const loading = loadSubject(words, scenarioFrom(readFileSync(small, 'utf8')));
    const refusal: unknown = await loading.catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UsageError);
    const { message } = refusal as UsageError;
    expect(message).toContain(says);
    expect(message.startsWith(`${flag} ${file}: `)).toBe(true);
    expect(message).not.toMatch(/\n\s+at /);
  });

  test('of which the command line says nothing else, and ends with exit code 2', async () => {
    const file = write('throws-too.mjs', '\nthrow new Error("no licence");');
    const { code, stdout, stderr } = await simInTurn(['--scenario', small, '--seed', '1', '--edge', file]);
    expect(stderr).toMatch(/^sim: --edge .*: the module could not be loaded: no licence \(.*:2:.*\)\n$/);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
  });

  test('the process itself ends with that code', async () => {
    const file = join(folder, 'nowhere.ts');
    const { code, stdout, stderr } = await sim(['--scenario', small, '--seed', '1', '--edge', file]);
    expect(stderr).toBe(`sim: --edge ${file}: there is no such file. Give a path such as ./my-module.ts.\n`);
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
  });
});

test.for([
  ['an app of Fastify as the handler', 'handler: fastify'],
  ['an app of Fastify', 'app: fastify'],
  ['a server', 'server: fastify.server, made: await fastify.ready()'],
] as const)('what an edge says beside %s is heard', async ([, made]) => {
  const file = write(
    `beside-${made.length}.mjs`,
    `import Fastify from ${JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve('fastify')).href)};
     export async function createEdge() {
       const rows = new Map();
       const fastify = Fastify();
       fastify.post('/ingest', async ({ body }, reply) => {
         const key = body.device_id + ' ' + body.sequence_id;
         if (rows.has(key)) return reply.code(409).send({});
         rows.set(key, body);
         return body;
       });
       return { ${made}, rows, accepted() { return this.rows.values(); } };
     }`,
  );
  const { stdout } = await simInTurn([
    '--scenario',
    'lost-ack',
    '--devices',
    '3',
    '--duration',
    '30s',
    '--seed',
    '1',
    '--edge',
    file,
  ]);
  expect(stdout).toMatch(/✓ accepted-once +held, tested \d+ times/);
});

test('an edge that finds what an earlier run has stored is warned of', async () => {
  const file = write(
    'finds.mjs',
    `const row = (sequence_id) => ({ device_id: 'device-001', sequence_id, timestamp: '2026-01-01T00:00:00.000Z', values: {} });
     export const createEdge = () => ({ handler: (request, response) => response.end('{}'), accepted: () => [row(0), row(1)] });`,
  );
  const { stdout } = await simInTurn(['--scenario', small, '--seed', '1', '--edge', file]);
  expect(stdout).toMatch(/! the edge began with 2 readings in its store, which an earlier run/);
});

test('an edge that tells what it stores without saying that it does is warned of', async () => {
  const file = write(
    'tells.mjs',
    `export const createEdge = ({ stored }) => ({
       handler: (request, response) => {
         stored({ device_id: 'device-001', sequence_id: 0, timestamp: '2026-01-01T00:00:00.000Z', values: {} });
         response.end('{}');
       },
     });`,
  );
  const { stdout } = await simInTurn(['--scenario', small, '--seed', '1', '--edge', file]);
  expect(stdout).toMatch(/! the edge calls env\.stored, which is not judged/);
});

describe('code that goes wrong while it runs', () => {
  const handler = (body: string): string => `export function handler(request, response) { ${body} }`;
  const edge = (fields: string): string =>
    `export const createEdge = () => ({ handler: (request, response) => response.end('{}'), ${fields} });`;
  const cases = [
    {
      what: 'an edge that throws in a timer',
      flag: '--edge',
      file: write(
        'throws-later.mjs',
        handler('setTimeout(() => {\n  throw new Error("the pool is gone"); }, 5);'),
      ),
      outcome: 'crashed',
      why: /^code under test threw where nothing could catch it: the pool is gone \(.*throws-later\.mjs.*:2:/,
    },
    {
      what: 'an edge that rejects where nobody waits',
      flag: '--edge',
      file: write(
        'rejects.mjs',
        `export async ${handler('\n  await null; throw new Error("alone");').slice(7)}`,
      ),
      outcome: 'crashed',
      why: /alone \(.*rejects\.mjs.*:2:/,
    },
    {
      what: 'an edge that throws in an event of the request',
      flag: '--edge',
      file: write('event.mjs', handler('request.resume().on("end", () => { throw new Error("late"); });')),
      outcome: 'crashed',
      why: /late \(.*event\.mjs/,
    },
    {
      what: 'an edge that ends its process',
      flag: '--edge',
      file: write('exit.mjs', handler('process.exit(0);')),
      outcome: 'crashed',
      why: /process\.exit\(0\) was called \(.*exit\.mjs/,
    },
    {
      what: 'an edge that does not start',
      flag: '--edge',
      file: write(
        'no-start.mjs',
        'export const createEdge = () => Promise.reject(new Error("no database"));',
      ),
      outcome: 'crashed',
      why: /^the edge did not start: no database/,
    },
    {
      what: 'a factory that makes no edge',
      flag: '--edge',
      file: write('no-edge.mjs', 'export const createEdge = () => ({});'),
      outcome: 'crashed',
      why: /createEdge of .*no-edge\.mjs must return an app, a server, or an object with a handler/,
    },
    {
      what: 'an edge whose list is no function',
      flag: '--edge',
      file: write('list.mjs', edge('accepted: []')),
      outcome: 'crashed',
      why: /accepted of the edge of .*list\.mjs must be a function, or 'as-it-happens'/,
    },
    {
      what: 'an edge that never answers',
      flag: '--edge',
      file: write('silent.mjs', handler('')),
      outcome: 'stalled',
      why: /^the edge's handling of reading 0 of device-001 \(attempt 0\) neither ended nor waits for a timer/,
    },
    {
      what: 'a device that never starts',
      flag: '--device',
      file: write('starts-never.mjs', 'export const createDevice = () => new Promise(() => {});'),
      outcome: 'stalled',
      why: /^the start of device-001 neither ended nor waits for a timer/,
    },
    {
      what: 'a device that throws in record',
      flag: '--device',
      file: write(
        'record.mjs',
        'export const createDevice = () => ({ record() { throw new Error("no sensor"); } });',
      ),
      outcome: 'crashed',
      // Not the place in one of many boots of it.
      why: /^device-001 threw: no sensor \(at .*record\.mjs:1:\d+\)+$/,
    },
    {
      what: 'a device that throws more than a line',
      flag: '--device',
      file: write(
        'lines.mjs',
        String.raw`export const createDevice = () => ({ record() { throw new Error("no sensor:\n- 404\n- 503"); } });`,
      ),
      outcome: 'crashed',
      why: /^device-001 threw: no sensor:\n- 404\n- 503 \(at .*lines\.mjs/,
    },
    {
      what: 'a factory that makes no device',
      flag: '--device',
      file: write('no-device.mjs', 'export const createDevice = async () => ({ send() {} });'),
      outcome: 'crashed',
      why: /createDevice of .*no-device\.mjs must return an object with record\(reading\)/,
    },
    {
      what: 'a device that never sends',
      flag: '--device',
      file: write('lazy.mjs', 'export const createDevice = () => ({ record() {} });'),
      outcome: 'violated',
      why: /^every-reading-accounted-for/,
    },
  ];

  test.for(cases)('$what ends as $outcome', async ({ flag, file, outcome, why }) => {
    const words = ['--scenario', small, '--seed', '1', '--json', flag, file];
    const { code, stdout, stderr } = await simInTurn(words);
    const [result] = results(stdout);
    expect(result?.why).toMatch(why);
    expect(result?.outcome).toBe(outcome);
    expect(code).toBe(outcome === 'stalled' ? 6 : 1);
    expect(stderr).toBe('');
  });

  test('what an edge lists is asked for when the run is cut short, too', async () => {
    const file = write(
      'lists-and-crashes.mjs',
      `const rows = [];
       const take = (body) => {
         const row = JSON.parse(body);
         rows.push(row);
         if (rows.length === 4) setTimeout(() => { throw new Error('enough'); }, 100);
         return JSON.stringify(row);
       };
       const handler = (request, response) => {
         let body = '';
         request.on('data', (part) => (body += part)).on('end', () => response.end(take(body)));
       };
       export const createEdge = () => ({ handler, accepted: () => rows });`,
    );
    const { stdout } = await simInTurn(['--scenario', small, '--seed', '1', '--edge', file]);
    expect(stdout).toMatch(/stored +4/);
    expect(stdout).not.toContain('violated');
    expect(stdout).toContain('CRASHED');
  });

  test('an edge that hangs up answers nobody: no reading is lost unseen, and no retry can succeed', async () => {
    const file = write('hangs-up.mjs', handler('request.socket.destroy();'));
    const trace = join(folder, 'hangs-up.jsonl');
    const words = ['--scenario', small, '--seed', '1', '--edge', file, '--trace', trace];
    const { code, stdout } = await simInTurn(words);
    const events = readFileSync(trace, 'utf8')
      .trim()
      .split('\n')
      .map((line): Event => JSON.parse(line));
    const resets = events.filter(({ kind, by }) => kind === 'attempt_reset' && by === 'edge_closed');
    // 2 devices × 30 s / 3 s readings, each sent once and retried five times.
    expect(resets).toHaveLength(2 * 10 * 6);
    expect(events.filter(({ event }) => event === 'retries_exhausted')).toHaveLength(2 * 10);
    expect(stdout).toContain('VIOLATED  small, seed 1: retry-can-succeed\n');
    expect(code).toBe(1);
  });

  test('a scenario names the next versions of edge and device, which run where it says', async () => {
    const rolling = write(
      'rolling.yaml',
      `name: rolling
duration: 30s
fleet: { devices: 2, interval: 3s, groups: [{ name: before }, { name: updated, version: next }] }
timeline: [{ at: 15s, for: 2s, edge: { restart: true, version: next } }]
`,
    );
    const edge = write(
      'next-edge.mjs',
      'export const app = (request, response) => { response.statusCode = 410; response.end(); };',
    );
    const device = write(
      'next-device.mjs',
      'export const createDevice = ({ log }) => ({ record: () => log("info", "not_sent", {}) });',
    );
    const trace = join(folder, 'rolling.jsonl');
    const next = ['--set', `next.edge=${edge}`, '--set', `next.device=${device}`];
    const words = ['--scenario', rolling, '--seed', '1', '--trace', trace];
    const { stdout } = await simInTurn([...words, ...next]);
    const events = readFileSync(trace, 'utf8')
      .trim()
      .split('\n')
      .map((line): Event => JSON.parse(line));
    const silent = events.filter(({ event }) => event === 'not_sent').map(({ device: id }) => id);
    // A reading each 3 s in 30 s.
    expect(silent).toStrictEqual(Array.from({ length: 10 }, () => 'device-002'));
    const statuses = events.filter(({ kind }) => kind === 'request_answered').map(({ status }) => status);
    expect(new Set(statuses)).toStrictEqual(new Set([200, 410]));
    expect(stdout).toContain(`next.edge=${edge}`);

    const missing = await simInTurn([...words, '--set', `next.edge=${join(folder, 'none.mjs')}`]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toContain('next.edge ');
    expect(missing.stderr).toContain('there is no such file');
  });

  test('what an edge prints goes to stderr, whichever way it prints', async () => {
    const file = write(
      'chatty.cjs',
      'module.exports = (request, response) => { console.log("through the console"); require("node:fs").writeSync(1, "past it\\n"); response.end("{}"); };',
    );
    const { stdout, stderr } = await sim(['--scenario', small, '--seed', '1', '--json', '--edge', file]);
    expect(results(stdout)).toHaveLength(1);
    expect(stderr).toContain('through the console\npast it\n');
  });

  test('an app that listens at its top level opens no port and does not keep the process alive', async () => {
    const file = write(
      'listens.mjs',
      `import { createServer } from 'node:http';
       setInterval(() => {}, 1000);
       export const handler = (request, response) => { response.statusCode = 204; response.end(); };
       const server = createServer(handler).listen(1, () => { if (server.address().port !== 1) throw new Error(); });`,
    );
    // Port 1 is not for everybody: to listen on it for real fails.
    const { code, stderr } = await sim(['--scenario', restarting, '--seed', '1', '--edge', file]);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
  });
});

describe('an instance of a module', () => {
  const counting = (path: string): string =>
    `let requests = 0;
     const handler = (request, response) => { requests += 1; shared.count += 1; response.setHeader('x-count', requests + '/' + shared.count); response.end(JSON.stringify({ sequence_id: requests })); };
     ${path}`;
  const esm = `import { shared } from './shared.ts';\n${counting('export function createEdge({ log }) { return { handler: (request, response) => { handler(request, response); log("info", "counted", { requests, shared: shared.count }); } }; }')}`;
  const cjs = `const shared = require('./shared-cjs.cjs');\n${counting('exports.createEdge = ({ log }) => ({ handler: (request, response) => { handler(request, response); log("info", "counted", { requests, shared: shared.count }); } });')}`;
  write('shared.ts', 'export const shared: { count: number } = { count: 0 };');
  write('shared-cjs.cjs', 'exports.count = 0;');

  test.for([
    { kind: 'an ES module', name: 'counting.ts', source: esm },
    { kind: 'a CommonJS module', name: 'counting.cjs', source: cjs },
  ])('$kind and what it imports begin anew at each boot', async ({ name, source }) => {
    const said = await logged(name, restarting, write(name, source));
    const counts = said.map(({ fields }) => [fields?.['requests'], fields?.['shared']]);
    const again = counts.findIndex(([requests], index) => index > 0 && requests === 1);
    // Everything before and after the restart counts from 1, in the module and in its import alike.
    const first = counts.slice(0, again);
    const second = counts.slice(again);
    expect(again).toBeGreaterThan(1);
    expect(first).toStrictEqual(first.map((_, index) => [index + 1, index + 1]));
    expect(second).toStrictEqual(second.map((_, index) => [index + 1, index + 1]));
  });

  test('a device may log without fields, and have fields of its own that are called as methods of the port are', async () => {
    const path = write(
      'own-fields.ts',
      `export class Mine {
         outbox = ['mine'];
         pending = new Map();
         #log: any;
         constructor(log: any) { this.#log = log; }
         record() { this.#log('info', 'recorded'); this.#log('info', 'said', 'a text'); }
         ready() { return this.#log !== undefined; }
       }
       export const createDevice = ({ log }: any) => new Mine(log);`,
    );
    const { stdout } = await simInTurn(['--scenario', rebooting, '--seed', '1', '--device', path]);
    // It sends nothing of what it records.
    expect(stdout).toMatch(/^VIOLATED .*every-reading-accounted-for/m);
  });

  test('each device has one of its own, also after a reboot', async () => {
    const path = write(
      'numbered.ts',
      `let recorded = 0;
       export const createDevice = ({ log }: any) => ({ record() { recorded += 1; log('info', 'counted', { recorded }); }, pending: () => [] });`,
    );
    const trace = join(folder, 'numbered.jsonl');
    await simInTurn(['--scenario', rebooting, '--seed', '1', '--device', path, '--trace', trace]);
    const events = readFileSync(trace, 'utf8')
      .trim()
      .split('\n')
      .map((line): Event => JSON.parse(line));
    for (const device of ['device-001', 'device-002']) {
      const counts = events
        .filter((event) => event['kind'] === 'device_logged' && event['device'] === device)
        .map(({ fields }) => fields?.['recorded']);
      const boot = counts.lastIndexOf(1);
      expect(boot).toBeGreaterThan(1);
      expect(counts.slice(0, boot)).toStrictEqual(counts.slice(0, boot).map((_, index) => index + 1));
      expect(counts.slice(boot)).toStrictEqual(counts.slice(boot).map((_, index) => index + 1));
    }
  });
});

describe('the globals of foreign code', () => {
  const source = `
    import { randomBytes, randomInt, randomUUID, scrypt } from 'node:crypto';
    import { readFile } from 'node:fs/promises';
    import { performance } from 'node:perf_hooks';
    import { setTimeout as sleep, setInterval as ticks } from 'node:timers/promises';
    import { promisify } from 'node:util';
        import { gzip } from 'node:zlib';
    const { now } = Date;
    const wait = promisify(setTimeout);
    const loadedAt = new Date().toISOString();
    const instance = randomUUID();
    let beats = 0;
    const heart = setInterval(() => { beats += 1; }, 1000).unref();
    export const createEdge = ({ log }) => ({
      handler: async (request, response) => {
        const began = performance.now();
        const hr = process.hrtime.bigint();
        await sleep(100);
        await wait(100);
        for await (const _ of ticks(50)) { if (performance.now() - began >= 300) break; }
        const aborted = await new Promise((done) => AbortSignal.timeout(200).addEventListener('abort', () => done(true)));
        heart.refresh();
        await readFile(new URL(import.meta.url));
        await promisify(scrypt)('word', 'salt', 64, { N: 256 });
        await promisify(gzip)('x'.repeat(100_000));
        log('info', 'waited', {
          loadedAt, instance, aborted, beats, uptime: process.uptime(), at: now(), local: new Date().getHours(),
          tookMs: performance.now() - began, tookNs: String(process.hrtime.bigint() - hr),
          chance: [Math.random(), randomInt(1000), randomUUID(), crypto.randomUUID(), randomBytes(4).toString('hex'), crypto.getRandomValues(new Uint8Array(2)).join()].join(' '),
        });
        response.end('{}');
      },
    });`;

  test('they are virtual and the same in every process, whatever the module takes at its top level', async () => {
    const path = write('globals.mjs', source);
    const said = await logged('globals-1', small, path);
    const again = await logged('globals-2', small, path, sim);
    expect(said).toStrictEqual(again);
    const [first] = said.filter(({ event }) => event === 'waited');
    expect(first).toMatchObject({
      device: 'device-001',
      // Sent at 0, 20 ms on the way; 100 + 100 + two ticks of 50 + 200 ms at the edge.
      at: 520_000,
      fields: {
        loadedAt: '2026-01-01T00:00:00.000Z',
        at: Date.UTC(2026, 0, 1) + 520,
        local: 0,
        tookMs: 500,
        tookNs: '500000000',
        uptime: 0.52,
        aborted: true,
        beats: 0,
      },
    });
    const chances = said.filter(({ event }) => event === 'waited').map(({ fields }) => fields?.['chance']);
    expect(new Set(chances).size).toBe(chances.length);
    expect(chances.length).toBeGreaterThan(10);
  });

  test('a device is alone with the edge: nothing else can be reached, and it is told so', async () => {
    const path = write(
      'wanders.mjs',
      `import { get } from 'node:http';
       const code = (error) => error.code ?? error.cause?.code ?? error.message;
       export const createDevice = ({ log }) => ({
         async record() {
           const byFetch = await fetch('http://example.org/').catch(code);
           const byHttp = await new Promise((done) => get('http://192.0.2.1/').on('error', (error) => done(code(error))));
           log('info', 'alone', { byFetch, byHttp });
         },
         pending: () => [],
       });`,
    );
    const trace = join(folder, 'wanders.jsonl');
    await simInTurn(['--scenario', small, '--seed', '1', '--device', path, '--trace', trace]);
    const text = readFileSync(trace, 'utf8');
    expect(text).toContain('"fields":{"byFetch":"ENOTFOUND","byHttp":"ECONNREFUSED"}');
  });
});
