import { placeOf, keyPlaceOf, knownPart, isRefused } from './plain-document.ts';
import type { PlainDocument } from './plain-document.ts';
import { printPath, printPlace } from './place.ts';
import type { Path } from '../../settings/problem.ts';
import { byPlace } from './scenario-error.ts';
import type { ScenarioError, ScenarioErrorCode } from './scenario-error.ts';
import { printable } from '../../settings/show-value.ts';

/** More than this is no list for a person; the rest is counted. */
export const ERRORS_MAX = 100;

export interface Mistake {
  readonly code: ScenarioErrorCode;
  readonly path: Path;
  /** Whether the key is wrong, or its value. */
  readonly on: 'key' | 'value';
  readonly found: string;
  readonly allowed: string;
  readonly hint: string | null;
}

/** Gives a mistake its place. The path shown is the longest part of it that stands in the file. */
export function placed(document: PlainDocument, mistake: Mistake): ScenarioError {
  const { path, on, ...rest } = mistake;
  const place = on === 'key' ? keyPlaceOf(document, path) : placeOf(document, path);
  const shown = mistake.code === 'missing' || on === 'key' ? path : knownPart(document, path);
  return { ...rest, ...place, path: printable(printPath(shown)).slice(0, 200) };
}

/** What a conflict says of the other place: `device.policy.cap at 7:10`, or that it is a default. */
export function otherPlace(document: PlainDocument, path: Path): string {
  const known = knownPart(document, path);
  const text = printPath(path);
  if (known.length < path.length) return `${text} (a default)`;
  const place = placeOf(document, path);
  return `${text} at ${place.file === document.file ? `${place.line}:${place.col}` : printPlace(place)}`;
}

/** Whether any of the paths was refused before; then what follows from it is no news. */
export function anyRefused(refused: ReadonlySet<string>, paths: readonly Path[]): boolean {
  return paths.some((path) => isRefused(refused, path));
}

/** By place, and no more than a person can read. */
export function tidy(errors: readonly ScenarioError[]): readonly ScenarioError[] {
  const sorted = errors.toSorted(byPlace);
  const last = sorted[ERRORS_MAX - 1];
  if (last === undefined || sorted.length <= ERRORS_MAX) return sorted;
  const rest: ScenarioError = {
    ...last,
    code: 'too-many-errors',
    path: '',
    found: `${sorted.length - ERRORS_MAX + 1} more errors`,
    allowed: 'none',
    hint: 'correct these first',
  };
  return [...sorted.slice(0, ERRORS_MAX - 1), rest];
}
