import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** A line to paste; a script puts a button beside it. */
export function pasteBlock(paste: string): Markup {
  return markup`<p class="paste"><span>To see it again:</span> <code>${paste}</code></p>`;
}
