import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { lineKey } from './keys.ts';

/** As many lines have looks of their own; further ones begin again, and are told apart by their letters. */
const LOOKS = 8;

/** The class of a line: a colour, and dashes of its own. */
export function lookOf(index: number): string {
  return `series series-${index % LOOKS}`;
}

export function seriesLegend(names: readonly string[]): Markup {
  return markup`<ul class="legend">${names.map((name, index) => markup`<li>${lineKey(lookOf(index))}${name}</li>`)}</ul>`;
}
