import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';

/** As many lines have looks of their own; further ones begin again, and are told apart by their letters. */
const LOOKS = 8;

/** The class of a line: a colour, and dashes of its own. */
export function lookOf(index: number): string {
  return `series series-${index % LOOKS}`;
}

export function seriesLegend(names: readonly string[]): Markup {
  return markup`<ul class="legend">${names.map((name, index) => markup`<li><svg class="key" width="28" height="12" aria-hidden="true"><line class="${lookOf(index)}" x1="0" x2="28" y1="6" y2="6"/></svg>${name}</li>`)}</ul>`;
}
