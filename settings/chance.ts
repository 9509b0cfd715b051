import type { Quantity } from './quantity.ts';
import { ratio } from './ratio.ts';
import { section } from './section.ts';
import type { Keys, Ordered, Section } from './section.ts';

/** `min` and `max` of a range. */
export const MIN_TO_MAX: readonly Ordered[] = [{ low: 'min', high: 'max', hint: 'swap them, or set both' }];

/** What happens with a probability, by default never; the probability alone is its short form. */
export function chance<K extends Keys>(
  doc: string,
  howLikely: string,
  more: K,
): Section<{ readonly probability: Quantity<number> } & K> {
  const keys = { probability: ratio(howLikely, { standard: '0%' }), ...more };
  return section(doc, keys, { short: 'probability', ordered: 'min' in more ? MIN_TO_MAX : [] });
}
