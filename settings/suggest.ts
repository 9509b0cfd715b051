import { distance } from 'fastest-levenshtein';

/** Longer words are no slips of the finger, and comparing them would only cost time. */
const WORD_LENGTH_MAX = 64;

/**
 * The candidate that was probably meant, or undefined when none is near: same but for case, spaces and dashes; the last part of
 * a dotted name (`overload` for `edge.overload`); or at most a third of its letters wrong (Levenshtein), the nearest
 * first, among equals the first of the list.
 */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (word === '' || word.length > WORD_LENGTH_MAX) return undefined;
  const plain = bare(word);
  const same = candidates.find((candidate) => bare(candidate) === plain);
  if (same !== undefined) return same;
  const ending = candidates.find((candidate) => candidate.toLowerCase().endsWith(`.${word.toLowerCase()}`));
  if (ending !== undefined) return ending;
  let nearest: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const wrong = distance(word.toLowerCase(), candidate.toLowerCase());
    const wrongMax = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    const swapped = wrong === 2 && sorted(word) === sorted(candidate);
    if ((wrong <= wrongMax || swapped) && wrong < least) {
      least = wrong;
      nearest = candidate;
    }
  }
  return nearest;
}

/** The suggestion as a sentence, or null. */
export function didYouMean(word: string, candidates: readonly string[]): string | null {
  const near = suggest(word, candidates);
  return near === undefined ? null : `did you mean ${near}?`;
}

/** Two neighbours swapped are two wrong letters to Levenshtein, and one slip to a person. */
function sorted(word: string): string {
  return word.toLowerCase().split('').toSorted().join('');
}

function bare(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '');
}
