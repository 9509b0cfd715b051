import { UsageError } from '../usage-error.ts';

/** More replications than anybody waits for; their results would not fit into memory either. */
export const SEEDS_MAX = 100_000;

const EXAMPLES = 'Give whole numbers and ranges, e.g. 1..200 or 1,2,5 or 1..20,42.';
const WHOLE = /^(?:0|[1-9]\d*)$/;
const RANGE = /^(\d+)\s*\.\.\s*(\d+)$/;
const OTHER_RANGE = /^(\d+)\s*(?:-|–|:|\.{3,}|\.|to)\s*(\d+)$/;

/**
 * `1..200`, `1,2,5`, `7`, or a mixture: seeds as texts, in the order in which they are written.
 * @throws {UsageError} for what is no whole number, reversed, empty, repeated, or more than `SEEDS_MAX`.
 */
export function parseSeeds(text: string): readonly string[] {
  const seeds = new Set<string>();
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const [first, last] = boundsOf(part, text);
    if (seeds.size + last - first + 1 > SEEDS_MAX) {
      throw wrong(`${quoted(text)} is more than ${SEEDS_MAX} seeds.`, 'Give fewer.');
    }
    for (let seed = first; seed <= last; seed += 1) {
      if (seeds.has(String(seed))) {
        throw wrong(
          `seed ${seed} stands in ${quoted(text)} more than once.`,
          'The same seed is the same run: a second one says nothing new.',
        );
      }
      seeds.add(String(seed));
    }
  }
  return [...seeds];
}

function boundsOf(part: string, text: string): readonly [first: number, last: number] {
  if (part === '') throw wrong(`nothing stands between two commas of ${quoted(text)}.`, EXAMPLES);
  const range = RANGE.exec(part);
  if (range === null) {
    const seed = seedOf(part);
    return [seed, seed];
  }
  const [, from = '', to = ''] = range;
  const first = seedOf(from);
  const last = seedOf(to);
  if (first > last) throw wrong(`${quoted(part)} runs backwards.`, `Did you mean ${last}..${first}?`);
  return [first, last];
}

function seedOf(text: string): number {
  const seed = Number(text);
  if (WHOLE.test(text)) {
    if (Number.isSafeInteger(seed)) return seed;
    throw wrong(`${quoted(text)} is above ${Number.MAX_SAFE_INTEGER}.`, 'Give smaller numbers.');
  }
  const range = OTHER_RANGE.exec(text);
  if (range !== null) throw wrong(`${quoted(text)} is no seed.`, `Did you mean ${range[1]}..${range[2]}?`);
  if (/^\d+$/.test(text)) throw wrong(`${quoted(text)} has zeros in front.`, `Did you mean ${seed}?`);
  throw wrong(`${quoted(text)} is no whole number.`, EXAMPLES);
}

function wrong(what: string, then: string): UsageError {
  return new UsageError(`--seeds: ${what} ${then}`);
}

function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return JSON.stringify(short);
}
