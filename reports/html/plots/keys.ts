import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';

/** How something looks, to stand beside what it is called. */
export function boxKey(look: string): Markup {
  return markup`<svg class="key" width="16" height="12" aria-hidden="true"><rect class="${look}" width="16" height="12"/></svg>`;
}

/** The same of a line, long enough for its dashes. */
export function lineKey(look: string): Markup {
  return markup`<svg class="key" width="28" height="12" aria-hidden="true"><line class="${look}" x1="0" x2="28" y1="6" y2="6"/></svg>`;
}
