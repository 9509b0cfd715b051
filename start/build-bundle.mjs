import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { BUNDLE_FILE, BUNDLES, CURRENT, DIGESTS_FILE, ROOT, stampOf } from './current-bundle.cjs';
import { digestOf, hashOf } from './digest.cjs';
import { writeWhole } from './load-bundle.cjs';
import { bundlePage } from '../reports/html/page/bundle.mjs';

/** They look for files of their own beside them, or are wanted only by code that somebody brings, by who has a queue, or by a store. */
const NOT_BUNDLED = [
  'piscina',
  'tsx',
  'bullmq',
  'esbuild',
  'ioredis',
  '@photostructure/sqlite',
  'oxc-transform',
  'undici',
];

/** They are no part of the bundle, but another of them would make another bundle. */
const DECIDING = [
  'package.json',
  'reports/html/page/bundle.mjs',
  'tsconfig.json',
  'node_modules/.package-lock.json',
  'start/build-bundle.mjs',
  'start/bundle-as-it-is.cjs',
  'start/current-bundle.cjs',
  'start/digest.cjs',
  'start/import-module.mjs',
  'start/load-bundle.cjs',
];

/** A worker thread starts with this file of the bundle's folder: the threads of a run are of the bundle of the run. */
const WORKER = `import { loadBundle } from '../../start/load-bundle.cjs';

export const { liveAlone, runSeedJob, runRecordJob, runRecordedJob } = await loadBundle(import.meta.dirname, 'run', { keepCode: false }).jobs();
`;

/** Builds that a source was edited under; after so many somebody else had better look. */
const TRIES = 3;

/** The time of a file system may lag behind the clock by a tick. */
const TICK_MS = 20;

/** A run may still start threads from an older bundle. */
const KEPT_MS = 3_600_000;

/** yargs looks for its texts beside itself: the one package that must be told where it was. */
const yargsInItsPlace = {
  name: 'yargs-in-its-place',
  /** @param {import('esbuild').PluginBuild} builder */
  setup(builder) {
    builder.onLoad({ filter: /[\\/]yargs[\\/]lib[\\/]platform-shims[\\/]esm\.mjs$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        `new URL(${JSON.stringify(`../../${relative(ROOT, path).replaceAll('\\', '/')}`)}, __url).href`,
      ),
    }));
  },
};

/**
 * yargs writes its help at every command, wanted or not, and measures the texts by a package that takes longer to load
 * than all the rest of yargs: it makes an `Intl.Segmenter`. Of plain letters each takes one column; for others the
 * package is loaded.
 */
const widthsLater = {
  name: 'widths-later',
  /** @param {import('esbuild').PluginBuild} builder */
  setup(builder) {
    builder.onResolve({ filter: /^string-width$/ }, async ({ path, importer, ...rest }) => {
      if (rest.pluginData === widthsLater || !/[\\/](yargs|cliui|wrap-ansi)[\\/]/.test(importer))
        return undefined;
      const found = await builder.resolve(path, { ...rest, importer, pluginData: widthsLater });
      // From the root: a bundle is the same wherever its sources lie.
      const fromRoot = relative(ROOT, found.path).replaceAll('\\', '/');
      return { path: fromRoot, namespace: widthsLater.name, errors: found.errors };
    });
    builder.onLoad({ filter: /^/, namespace: widthsLater.name }, ({ path }) => ({
      contents: `export default (text, options) => /^[ -~]*$/.test(text) ? text.length
        : require(${JSON.stringify(`./${path}`)}).default(text, options);`,
      resolveDir: ROOT,
    }));
  },
};

/**
 * A plugin that has other code stand in for one of our files.
 * @param {string} file from the root of the repository, with slashes
 * @param {string} contents
 */
const inPlaceOf = (file, contents) => ({
  name: `in-place-of-${file}`,
  /** @param {import('esbuild').PluginBuild} builder */
  setup(builder) {
    let isFound = false;
    // Paths have other separators elsewhere.
    const filter = new RegExp(`[\\\\/]${file.replaceAll('/', '[\\\\/]').replaceAll('.', '\\.')}$`);
    builder.onLoad({ filter }, () => {
      isFound = true;
      return { contents };
    });
    builder.onEnd(() => (isFound ? null : { errors: [{ text: `${file} is in no bundle: was it moved?` }] }));
  },
});

/** What imports for a bundle comes from whoever runs it. */
const loaderFromOutside = inPlaceOf(
  'sim/cli/loading/module-loader.ts',
  'export const readTypeScript = () => __loader.readTypeScript();\nexport const importModule = (url) => __loader.importModule(url);',
);

/** What runs in a browser is text to a program: it is bundled by itself, before. @param {object} code */
const browserCodeAsText = (code) =>
  inPlaceOf(
    'reports/html/browser-code.ts',
    `export const browserCode = async () => (${JSON.stringify(code)});`,
  );

/**
 * Makes a bundle of the sources as they are, and makes it the current one. Any number of processes may do so at once.
 * Gives its folder. Throws when it can't be built or written.
 * @returns {Promise<string>}
 */
export async function buildBundle() {
  mkdirSync(BUNDLES, { recursive: true });
  const unfinished = mkdtempSync(join(BUNDLES, 'unfinished-'));
  // What one user has installed, another may start.
  chmodSync(unfinished, 0o777 & ~process.umask());
  try {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const began = Date.now() - TICK_MS;
      const files = await bundleInto(unfinished);
      // In this order: an edit between the two shows in the stamps.
      const digests = files.map(digestOf);
      const stamps = files.map(stampOf);
      const wasEdited = stamps.some(([, mtimeMs = 0, ctimeMs = 0]) => Math.max(mtimeMs, ctimeMs) > began);
      if (wasEdited) continue;
      const folder = nameOf(unfinished);
      putInPlace(unfinished, join(BUNDLES, folder));
      writeWhole(join(BUNDLES, folder, DIGESTS_FILE), JSON.stringify(digests));
      const { size: bytes } = statSync(join(BUNDLES, folder, BUNDLE_FILE));
      writeWhole(CURRENT, JSON.stringify({ folder, bytes, files, stamps }));
      sweep(folder);
      return join(BUNDLES, folder);
    }
    throw new Error('the sources were edited all the while');
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder two levels below that of the package
 * @returns {Promise<readonly string[]>} the files that tell whether it is still good
 */
export async function bundleInto(folder) {
  const outfile = join(folder, BUNDLE_FILE);
  const { inputs, ...code } = await bundlePage(ROOT);
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['start/programs.ts'],
    outfile,
    bundle: true,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    external: [...NOT_BUNDLED, ...NOT_BUNDLED.map((name) => `${name}/*`)],
    plugins: [yargsInItsPlace, widthsLater, loaderFromOutside, browserCodeAsText(code)],
    define: {
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
      'import.meta.url': '__url',
    },
    banner: {
      js: '(function (exports, require, module, __filename, __dirname, __loader) {\nconst __url = require("node:url").pathToFileURL(__filename).href;',
    },
    footer: { js: 'return module.exports;\n})' },
    legalComments: 'none',
    minifyWhitespace: true,
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'silent',
  });
  writeFileSync(outfile, asAscii(readFileSync(outfile, 'utf8')));
  writeFileSync(join(folder, 'worker.mjs'), WORKER);
  return [
    ...new Set([...Object.keys(metafile.inputs), ...inputs].flatMap(watched).concat(DECIDING)),
  ].toSorted();
}

/**
 * Packages have many files, which npm alone changes: there the `package.json` stands for all, as for other builders.
 * @param {string} input
 * @returns {readonly string[]}
 */
function watched(input) {
  if (input.startsWith(`${widthsLater.name}:`)) return [];
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
  return [folder === undefined ? input : `${folder}/package.json`];
}

/**
 * One byte for each character, which V8 reads at the least cost. esbuild leaves others in comments and regular
 * expressions, where an escape says the same; it would not in a raw text.
 * @param {string} text
 */
function asAscii(text) {
  if (/String\.raw`[^`]*[\u0080-\uffff]/.test(text)) throw new Error('String.raw has letters beyond ASCII');
  return text.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** By what it says and where its lines come from. @param {string} folder */
function nameOf(folder) {
  const files = [BUNDLE_FILE, `${BUNDLE_FILE}.map`].map((file) => readFileSync(join(folder, file)));
  return hashOf(Buffer.concat(files)).slice(0, 16);
}

/** Who comes second has made the same. @param {string} from @param {string} to */
function putInPlace(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    if (statSync(join(to, BUNDLE_FILE), { throwIfNoEntry: false }) === undefined) throw error;
  }
}

/** @param {string} current the name of the folder that stays */
function sweep(current) {
  for (const entry of readdirSync(BUNDLES, { withFileTypes: true })) {
    const path = join(BUNDLES, entry.name);
    const status = statSync(path, { throwIfNoEntry: false });
    const isOld = status !== undefined && Date.now() - status.mtimeMs > KEPT_MS;
    if (isOld && entry.isDirectory() && entry.name !== current)
      rmSync(path, { recursive: true, force: true });
  }
}
