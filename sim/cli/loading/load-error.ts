import { spawnSync } from 'node:child_process';
import { placeThrown, withSourcePlaces } from '../../run/source-places.ts';

/** Where CommonJS says what can't be parsed: above the error, as the first line. */
const FILE_AND_LINE = /^(?:file:\/\/)?(\/\S+:\d+|[A-Za-z]:\\\S+:\d+)$/m;

/** Our own code that a stack goes through. */
const LOADER = /[/\\]sim[/\\]cli[/\\]loading[/\\]/;

/**
 * Why the module at `path` can't be loaded, in a line, and where it says so: what it throws has a place in its stack, and
 * esbuild names it of TypeScript. Of an ES module in JavaScript that can't be parsed nothing says it to who imports it: Node
 * is asked once more, of the module itself.
 */
export function loadError(error: unknown, path: string): string {
  if (!(error instanceof Error)) return `it threw ${String(error)}`;
  const [first, second] = error.message.split('\n');
  // esbuild counts the errors first and lists them after.
  if (first?.startsWith('Transform failed') === true && second !== undefined) return second;
  const unparsed = error instanceof SyntaxError ? placeUnparsed(error, path) : null;
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
function placeUnparsed(error: SyntaxError, path: string): string | null {
  const place =
    FILE_AND_LINE.exec(withSourcePlaces(error.stack ?? '')) ?? FILE_AND_LINE.exec(readByNode(path));
  return place === null ? null : `at ${place[1]}`;
}

/** What Node says of the text of a module, which it does not run. */
function readByNode(path: string): string {
  return spawnSync(process.execPath, ['--check', path], { encoding: 'utf8', env: {} }).stderr;
}
