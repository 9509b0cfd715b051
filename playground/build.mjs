import { join } from 'node:path';
import { build } from 'esbuild';
import { notices } from '../reports/html/page/notices.mjs';

const ROOT = join(import.meta.dirname, '..');
const STAND_INS = join(import.meta.dirname, 'lane', 'stand-ins');

/** @param {string} name */
const standIn = (name) => join(STAND_INS, `${name}.ts`);

const NOTHING = join(STAND_INS, 'nothing.cjs');

/** Modules of Node by what stands for them; of all others the fast lane calls nothing. */
const OF_NODE = new Map([
  ['crypto', standIn('crypto')],
  ['buffer', standIn('buffer')],
  ['async_hooks', standIn('async-hooks')],
  ['events', standIn('events')],
  ['util', standIn('util')],
  ['zlib', standIn('zlib')],
]);

/** Parts of Petrel that Node alone can be asked for. */
const PARTS =
  /[\\/](edge[\\/]http[\\/]create-app|sim[\\/]transport[\\/](supertest|inject)-transport|sim[\\/]host[\\/](faked-globals|host-of|device-network)|sim[\\/]run[\\/]source-places)\.ts$/;

/** What the fast lane needs of Node, and what it does not need of Petrel and of packages. */
const standIns = {
  name: 'stand-ins',
  /** @param {import('esbuild').PluginBuild} builder */
  setup(builder) {
    builder.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, namespace: 'node' }));
    // As CommonJS: what a stand-in does not have is undefined, and no mistake unless it is called.
    builder.onLoad({ filter: /^/, namespace: 'node' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(OF_NODE.get(path.slice('node:'.length)) ?? NOTHING)});`,
      resolveDir: ROOT,
    }));
    // Asked for by packages, for what a browser gives them otherwise.
    builder.onResolve(
      {
        filter:
          /^(crypto|util|timers|timers\/promises|perf_hooks|cli-table3|ioredis|@photostructure\/sqlite)$/,
      },
      () => ({
        path: NOTHING,
      }),
    );
    builder.onResolve({ filter: /\.ts$/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === standIns || importer === '') return undefined;
      const found = await builder.resolve(path, { importer, kind, resolveDir, pluginData: standIns });
      return PARTS.test(found.path) ? { path: standIn('parts') } : found;
    });
  },
};

/**
 * @param {string} entry a file of this folder
 * @param {string} banner what the script begins with
 */
async function bundled(entry, banner = '') {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(import.meta.dirname, entry)],
    outdir: 'playground',
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    inject: [standIn('globals')],
    define: {
      'import.meta.filename': '"petrel"',
      'import.meta.dirname': '"petrel"',
      'import.meta.url': '"file:///petrel"',
    },
    plugins: [standIns],
    legalComments: 'none',
    banner: { js: banner },
    minify: true,
    logLevel: 'silent',
  });
  /** @param {string} end */
  const textOf = (end) => outputFiles.find(({ path }) => path.endsWith(end))?.text.trim() ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}

export async function bundlePlayground() {
  const [worker, page] = await Promise.all([bundled('lane/worker.ts'), bundled('main.ts', notices())]);
  return { worker: worker.script, ...page };
}
