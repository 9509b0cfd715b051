import { distance } from 'fastest-levenshtein';
import { keysAt } from '../../settings/lookup.ts';
import { FORMER_METRIC_NAMES } from '../metrics/index.ts';
import type { AnySection } from '../../settings/section.ts';
import type { Path } from '../../settings/problem.ts';
import { printPath } from './place.ts';
import { listWords, showWord } from '../../settings/show-value.ts';
import { didYouMean, suggest } from '../../settings/suggest.ts';

/** More keys than this are no hint; the list of what is allowed has them. */
const LISTED_MAX = 4;

/** Below the root: `device.policy.retries` is the deepest kind of key that anybody puts a level too high. */
const LEVELS_MAX = 3;

/**
 * What to do about a key that the mapping at `path` does not have: a key of the same mapping with a similar name, then
 * one further down in it, then the keys themselves. Another part of the scenario is named only for a key that is
 * written exactly so there.
 */
export function keyHint(schema: AnySection, path: Path, key: string): string {
  const keys = keysAt(schema, path);
  const renamed = FORMER_METRIC_NAMES.get(key);
  if (renamed !== undefined && keys.includes(renamed)) return `it is called ${renamed} now`;
  const near = didYouMean(key, keys) ?? below(schema, path, key);
  if (near !== null) return near;
  const home = keysBelow(schema, [])
    .find((candidate) => candidate.at(-1) === key)
    ?.slice(0, -1);
  const belongs = home === undefined ? '' : `; ${showWord(key)} belongs to ${printPath(home) || 'the top'}`;
  if (keys.length > 0 && keys.length <= LISTED_MAX) return `the keys here are ${listWords(keys)}${belongs}`;
  return belongs === '' ? 'remove it, or use one of these keys' : belongs.slice('; '.length);
}

/** A key that was written a level too high, by its name or with one slip. */
function below(schema: AnySection, path: Path, key: string): string | null {
  const paths = keysBelow(schema, path);
  const names = paths.map((candidate) => String(candidate.at(-1)));
  const name = names.find((candidate) => candidate === key) ?? suggest(key, names);
  if (name === undefined || (name !== key && !isSlip(key, name))) return null;
  const found = paths.find((candidate) => candidate.at(-1) === name);
  return found === undefined ? null : `did you mean ${printPath(found)}?`;
}

/** Among so many keys some are near to any word, so that a short one may have one wrong letter, and a long one two. */
function isSlip(key: string, name: string): boolean {
  const wrong = distance(key.toLowerCase(), name.toLowerCase());
  return key.length >= 3 && wrong <= (key.length >= 5 ? 2 : 1);
}

/** All keys in the mappings below `path`, the highest first; those of lists are left out. */
function keysBelow(schema: AnySection, path: Path): readonly Path[] {
  const all: Path[] = [];
  let level: readonly Path[] = [path];
  for (let depth = 0; depth < LEVELS_MAX; depth += 1) {
    level = level.flatMap((above) => keysAt(schema, above).map((key): Path => [...above, key]));
    all.push(...level);
  }
  return all;
}
