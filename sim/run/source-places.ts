import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { scenarioDirectory } from '../scenario/scenario-directory.ts';

/** The file that this code runs from, with all the rest of it where it is a bundle; then its map lies beside it. */
const FILE = import.meta.filename;

/** A place, and the `at ` before it where no function is named. */
const PLACE = /(at )?([^\s()]+):(\d+):(\d+)/g;

/** In the address of a module of the user's: which boot it was loaded for, as its loader writes it. */
const INSTANCE = /(?:[?&]|%3F)petrel-instance=\d+(?:-own)?/g;

/**
 * A stack as the sources would have it, though it comes from a bundle, or from a module that was loaded many times: how often
 * depends on what the process did before. The map is read only when somebody asks: Node
 * would do so by itself, but make each start and each error pay for it.
 */
export function withSourcePlaces(loaded: string): string {
  const stack = loaded.replaceAll(INSTANCE, '');
  const map = stack.includes(FILE) ? readMap() : null;
  if (map === null) return stack;
  return stack.replaceAll(
    PLACE,
    (found: string, at: string | undefined, file: string, line: string, column: string) => {
      const origin = map.findOrigin(Number(line), Number(column));
      if (file !== FILE || !('fileName' in origin)) return found;
      const place = `${resolve(dirname(FILE), origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}`;
      return at === undefined ? place : `at <anonymous> (${place})`;
    },
  );
}

/** What was thrown, and where. */
export function thrownInWords(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error);
  const place = placeThrown(error);
  return place === null ? error.message : `${error.message} (${place})`;
}

/**
 * `at save (FILE:3:7)`: the first place of code that is neither Node's nor a package's, nor this one's, whose disks and clocks throw too
 * when they are asked; null where there is none.
 */
export function placeThrown(error: Error): string | null {
  const ours = join(dirname(scenarioDirectory()), 'sim', '/');
  const lines = withSourcePlaces(error.stack ?? '')
    .split('\n')
    // Lines of the message stand above the places.
    .filter((each) => each.startsWith('    at '))
    // What is built into the language (`JSON.parse`, `Array.map`) has no line of its own.
    .filter((each) => /:\d+:\d+\)?$/.test(each))
    .filter((each) => !each.includes('node:') && !each.includes('node_modules'));
  const line = lines.find((each) => !each.includes(ours)) ?? lines[0];
  return line?.trim() ?? null;
}

/** Null where there is none: these are the sources. */
function readMap(): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${FILE}.map`, 'utf8')));
  } catch {
    return null;
  }
}
