import type { Ending } from '../trace/ending.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** Strokes upon the colour of an ending, so that kinds differ without it. In a tile of 6 by 6. */
export const HATCHES: Readonly<Record<Ending, string>> = {
  accepted: '',
  duplicate: 'M3 0V6',
  rejected: 'M0 3H6',
  limited: 'M2 3h2',
  unavailable: 'M-1 7L7 -1M-4 4L4 -4M2 10L10 2',
  error: 'M-1 -1L7 7M-4 2L4 10M2 -4L10 4',
  timeout: '',
  reset: 'M0 3H6',
  refused: 'M3 0V6',
  cut: 'M2 3h2',
  open: '',
};

/** The patterns that the style names, once in a page. */
export function hatchPatterns(): Markup {
  const patterns = Object.entries(HATCHES).map(
    ([name, strokes]) =>
      markup`<pattern id="hatch-${name}" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="ground-${name}" width="6" height="6"/><path class="hatch" d="${strokes}"/></pattern>`,
  );
  return markup`<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>${patterns}</defs></svg>`;
}
