import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type esbuild from 'esbuild';
import type { BuildFailure, Message } from 'esbuild';
import { placeThrown, withSourcePlaces } from '../../run/source-places.ts';

const require = createRequire(import.meta.url);

/** Where CommonJS says what can't be parsed: above the error, as the first line. */
const FILE_AND_LINE = /^(?:file:\/\/)?(\/\S+:\d+|[A-Za-z]:\\\S+:\d+)$/m;

/** What esbuild can't make one file of may still be read by Node. */
const OTHERWISE_WRONG = /^(?:Could not resolve|No loader|Top-level await)/;

/** Our own code that a stack goes through. */
const LOADER = /[/\\]sim[/\\]cli[/\\]loading[/\\]/;

/**
 * Why the module at `path` can't be loaded, in a line, and where it says so: what it throws has a place in its stack, and
 * esbuild names it of TypeScript. Of an ES module in JavaScript that can't be parsed nothing says it to who imports it:
 * esbuild is asked, of the module and of the files that it imports.
 */
export async function loadError(error: unknown, path: string): Promise<string> {
  if (!(error instanceof Error)) return `it threw ${String(error)}`;
  const [first, second] = error.message.split('\n');
  // esbuild counts the errors first and lists them after.
  if (first?.startsWith('Transform failed') === true && second !== undefined) return second;
  const unparsed = error instanceof SyntaxError ? await placeUnparsed(error, path) : null;
  const place = unparsed ?? placeInModule(error);
  const reason = first ?? error.name;
  return place === null ? reason : `${reason} (${place})`;
}

/** Null where nothing of the module had begun: the first that is not Node's is then what loads it. */
function placeInModule(error: Error): string | null {
  const place = placeThrown(error);
  return place === null || LOADER.test(place) ? null : place;
}

/** `at FILE:3` */
async function placeUnparsed(error: SyntaxError, path: string): Promise<string | null> {
  const place = FILE_AND_LINE.exec(withSourcePlaces(error.stack ?? ''))?.[1] ?? (await readByEsbuild(path));
  return place === null ? null : `at ${place}`;
}

/** `FILE:3`, the first place that can't be parsed in what the user's own files import of one another; none of it is run. */
async function readByEsbuild(path: string): Promise<string | null> {
  // Only who is told of such an error waits for it to load.
  const { build }: typeof esbuild = require('esbuild');
  const options = {
    bundle: true,
    packages: 'external',
    platform: 'node',
    write: false,
    logLevel: 'silent',
  } as const;
  const errors: readonly Message[] = await build({ ...options, entryPoints: [path] }).then(
    () => [],
    (failure: BuildFailure) => failure.errors,
  );
  const unparsed = errors.find(({ text, location }) => location !== null && !OTHERWISE_WRONG.test(text));
  return unparsed?.location ? `${resolve(unparsed.location.file)}:${unparsed.location.line}` : null;
}
