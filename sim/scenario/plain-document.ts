import { isMapping } from '../../settings/plain.ts';
import type { Path } from '../../settings/problem.ts';
import type { Place } from './place.ts';

/** Where a key and its value stand. The two are the same for the items of a list. */
export interface Entry {
  readonly key: Place;
  readonly value: Place;
}

/** YAML as plain values (mappings, lists, text, numbers, booleans), and the place of each of them. */
export interface PlainDocument {
  readonly file: string;
  readonly value: unknown;
  readonly entries: ReadonlyMap<string, Entry>;
  /** Paths whose value was refused already: nothing more is said about them or what they hold. */
  readonly refused: ReadonlySet<string>;
}

/** Keys never hold a NUL: text with one is refused before it is parsed. */
export function pathKey(path: Path): string {
  return path.join('\0');
}

/** The value at a path, undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const step of path) {
    if (Array.isArray(here) && typeof step === 'number') here = here[step];
    else if (isMapping(here) && Object.hasOwn(here, step)) here = here[String(step)];
    else return undefined;
  }
  return here;
}

/** The longest beginning of `path` that stands in the document. */
export function knownPart(document: PlainDocument, path: Path): Path {
  for (let length = path.length; length > 0; length -= 1) {
    const part = path.slice(0, length);
    if (document.entries.has(pathKey(part))) return part;
  }
  return [];
}

/**
 * The place of the value at `path`; where there is none, of the key of the nearest mapping that should hold it, or of the
 * word that stands for such a mapping in short form.
 */
export function placeOf(document: PlainDocument, path: Path): Place {
  const known = knownPart(document, path);
  const entry = document.entries.get(pathKey(known));
  if (entry === undefined) return { file: document.file, line: 1, col: 1 };
  const inside = known.length < path.length && typeof valueAt(document.value, known) === 'object';
  return inside ? entry.key : entry.value;
}

/** The place of the last key of `path`. */
export function keyPlaceOf(document: PlainDocument, path: Path): Place {
  return document.entries.get(pathKey(path))?.key ?? placeOf(document, path);
}

/** Whether `path`, something above it or something below it was refused. */
export function isRefused(refused: ReadonlySet<string>, path: Path): boolean {
  for (let length = 0; length <= path.length; length += 1) {
    if (refused.has(pathKey(path.slice(0, length)))) return true;
  }
  const below = `${pathKey(path)}\0`;
  for (const key of refused) if (path.length > 0 && key.startsWith(below)) return true;
  return false;
}
