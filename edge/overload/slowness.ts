import type { Random } from '../../ports/index.ts';
import type { SlowSettings } from '../settings.ts';

/** How long simulated slowness holds this request: 0 for most, else uniform on [minMs, maxMs). */
export function slownessMs(slow: SlowSettings, random: Random): number {
  if (slow.probability === 0 || random.draw('slow') >= slow.probability) return 0;
  return slow.minMs + random.draw('slow-delay') * (slow.maxMs - slow.minMs);
}
