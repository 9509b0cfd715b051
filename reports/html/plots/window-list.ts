import { time } from '../../format.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { TimeAxis } from './axis.ts';

/** What the shades and the line in the plots are. */
export function windowList({ shades, marks }: TimeAxis): Markup {
  const windows = shades.map(
    ({ letter, says }) =>
      markup`<li><span class="letter-key" aria-hidden="true">${letter}</span> ${says}</li>`,
  );
  const lines = marks.map(
    ({ at, says }) =>
      markup`<li><span class="mark-key" aria-hidden="true"></span> ${time(at / 1000)}: ${says}</li>`,
  );
  return markup`<ul class="windows plain">${windows}${lines}</ul>`;
}
