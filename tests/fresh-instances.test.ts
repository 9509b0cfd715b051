import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';
import { simInTurn } from './command-session.ts';
import { ROOT } from './command.ts';

const folder = scratchFolder('fresh');

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** Two runs, each of which boots its edge twice. */
const SCENARIOS = ['first', 'second'].flatMap((name) => [
  '--scenario',
  write(
    `${name}.yaml`,
    `name: ${name}\nduration: 20s\nfleet: { devices: 2, interval: 5s, start: staggered }\ntimeline: [{ at: 10s, for: 2s, edge: { restart: true } }]\n`,
  ),
]);

// Whatever holds the map, it is one of these that makes it.
const MAP = 'new Map()';
write('store.cjs', `exports.rows = ${MAP};`);
write('reexports.cjs', 'module.exports = require("./store.cjs");');
write('store.mjs', `export const rows = ${MAP};`);
write('typed.ts', `export const rows: Map<number, number> = ${MAP};`);
write('node_modules/by-require/package.json', '{"name":"by-require","version":"1.0.0","main":"index.js"}');
write(
  'node_modules/by-require/index.js',
  'module.exports = require("./rows"); module.exports.later = () => import("by-import");',
);
write('node_modules/by-require/rows.js', `exports.rows = ${MAP};`);
write(
  'node_modules/by-import/package.json',
  '{"name":"by-import","version":"1.0.0","type":"module","exports":"./index.js"}',
);
write('node_modules/by-import/index.js', `export const rows = ${MAP};`);

const HEAD =
  "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\n";

/** An edge that keeps what it has stored in the map that `find` gives, and says at each boot what it found there. */
function edgeWith(name: string, imports: string, find: string): string {
  return write(
    name,
    `${HEAD}${imports}
export const createEdge = async (env) => {
  const { rows } = ${find};
  env.log('info', 'found', { rows: rows.size });
  rows.set(0, 0);
  return {
    handler: (request, response) => {
      request.resume();
      rows.set(rows.size, 0);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{}');
    },
  };
};
`,
  );
}

interface Event {
  readonly kind: string;
  readonly event?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** What the edge said of that name, at each boot of two runs. */
async function said(edge: string, name: string): Promise<readonly unknown[]> {
  const trace = join(folder, 'trace.jsonl');
  const words = [...SCENARIOS, '--seed', '1', '--edge', edge, '--trace', trace];
  const { stderr } = await simInTurn([...words, '--transport', 'inject', '--quiet']);
  expect(stderr).toBe('');
  const events = readFileSync(trace, 'utf8').trim().split('\n');
  return events
    .map((line): Event => JSON.parse(line))
    .filter(({ event }) => event === name)
    .map(({ fields }) => fields);
}

describe('what an edge keeps is gone when it boots again', { timeout: 120_000 }, () => {
  test.for([
    { where: 'a file that it imports', imports: "import * as store from './store.mjs';", find: 'store' },
    { where: 'a file of CommonJS', imports: "import * as store from './store.cjs';", find: 'store' },
    { where: 'a file required in createEdge', imports: '', find: "require('./store.cjs')" },
    { where: 'a file imported in createEdge', imports: '', find: "await import('./store.mjs')" },
    { where: 'TypeScript imported in createEdge', imports: '', find: "await import('./typed.ts')" },
    { where: 'a package it imports', imports: "import * as store from 'by-import';", find: 'store' },
    { where: 'a package of CommonJS', imports: "import * as store from 'by-require';", find: 'store' },
    { where: 'a package required in createEdge', imports: '', find: "require('by-require')" },
    { where: 'a package imported in createEdge', imports: '', find: "await import('by-import')" },
    {
      where: 'a package that a package imports later',
      imports: "import store from 'by-require';",
      find: 'await store.later()',
    },
  ])('in $where', async ({ where, imports, find }) => {
    const edge = edgeWith(`${where.replaceAll(' ', '-')}.mjs`, imports, find);
    // Two boots in each of two runs.
    expect(await said(edge, 'found')).toStrictEqual(Array.from({ length: 4 }, () => ({ rows: 0 })));
  });

  test('and within one boot it is one, whichever way it is reached', async () => {
    const edge = write(
      'one.mjs',
      `${HEAD}import { rows as imported } from './store.cjs';
import reexported from './reexports.cjs';
import { rows as ofPackage } from 'by-require';
import { rows as ofModule } from 'by-import';
export const createEdge = async (env) => {
  env.log('info', 'same', {
    required: imported === require('./store.cjs').rows,
    reexported: imported === reexported.rows,
    later: imported === (await import('./store.cjs')).rows,
    package: ofPackage === require('by-require').rows,
    module: ofModule === (await import('by-import')).rows,
    byPackage: ofModule === (await require('by-require').later()).rows,
  });
  return { handler: (request, response) => response.end('{}') };
};
`,
    );
    const same = {
      required: true,
      reexported: true,
      later: true,
      package: true,
      module: true,
      byPackage: true,
    };
    expect(await said(edge, 'same')).toStrictEqual([same, same, same, same]);
  });
});

test('a thousand devices of several files each load, and the run passes', { timeout: 300_000 }, async () => {
  const ours = JSON.stringify(join(ROOT, 'examples', 'fetch-device.ts'));
  write('fleet/count.ts', 'let made = 0;\nexport const count = (): number => (made += 1);\n');
  write('fleet/again.ts', "export { count } from './count.ts';\n");
  write(
    'fleet/check.ts',
    "import { count } from './again.ts';\nexport const check = (): void => {\n  if (count() > 1) throw new Error('a file is shared');\n};\n",
  );
  const device = write(
    'fleet/device.ts',
    `import { createDevice as create } from ${ours};\nimport { check } from './check.ts';\nexport const createDevice: typeof create = (env) => {\n  check();\n  return create(env);\n};\n`,
  );
  const words = ['--scenario', 'herd', '--seed', '1', '--device', device, '--transport', 'direct', '--quiet'];
  expect(await simInTurn(words)).toMatchObject({ code: 0, stderr: '' });
});
