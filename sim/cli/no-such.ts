// Past the door, which would load the parser that only some commands need.
import { didYouMean } from '../../settings/suggest.ts';

/** Begins a sentence about a word that names nothing: with the name that was probably meant. */
export function noSuch(kind: string, word: string, names: readonly string[]): string {
  const hint = didYouMean(word, names);
  return `there is no ${kind} ${JSON.stringify(word)}${hint === null ? '.' : `; ${hint}`}`;
}
