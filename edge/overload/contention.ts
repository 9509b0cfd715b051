import type { Random } from '../../ports/index.ts';
import type { ContentionSettings } from '../settings.ts';

/** How long the work between reading and writing takes: uniform on [minMs, maxMs). */
export function contentionWorkMs({ minMs, maxMs }: ContentionSettings, random: Random): number {
  return minMs + random.draw('contention-work') * (maxMs - minMs);
}
