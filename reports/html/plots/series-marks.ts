import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { lineKey } from './keys.ts';

/** As many lines have looks of their own; further ones begin again, and are thicker each time. */
const LOOKS = 8;

/** The classes of a line: a colour, dashes of its own, and how thick it is. */
export function lookOf(index: number): string {
  const again = Math.floor(index / LOOKS);
  return `series series-${index % LOOKS}${again === 0 ? '' : ` series-again-${Math.min(2, again)}`}`;
}

export function seriesLegend(names: readonly string[]): Markup {
  return markup`<ul class="legend">${names.map((name, index) => markup`<li>${lineKey(lookOf(index))}${name}</li>`)}</ul>`;
}
