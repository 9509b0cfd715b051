import { join } from 'node:path';
import { build } from 'esbuild';
import { notices } from './notices.mjs';

/**
 * The script and the style of reports, for a browser. The same sources give the same bytes, wherever they lie.
 * @param {string} [root] what `inputs` are relative to
 * @returns {Promise<{ readonly script: string, readonly style: string, readonly inputs: readonly string[] }>} `inputs`:
 * the files that it was made of
 */
export async function bundlePage(root = import.meta.dirname) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(import.meta.dirname, 'main.ts')],
    outdir: 'page',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    banner: { js: notices() },
    minify: true,
    logLevel: 'silent',
  });
  /** @param {string} end */
  const textOf = (end) => outputFiles.find(({ path }) => path.endsWith(end))?.text.trim() ?? '';
  return { script: textOf('.js'), style: textOf('.css'), inputs: Object.keys(metafile.inputs) };
}
