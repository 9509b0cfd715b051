import { isMapping } from '../../settings/plain.ts';
import { faultsOf } from './faults.ts';
import type { Player } from './fault.ts';

/**
 * The settings of one player after the last fault: no chance of anything going wrong is left. What does not heal
 * (bandwidth, capacity, rate limits) is what the place is like, and stays as the scenario has it.
 */
export function healed<T extends object>(player: Player, settings: T): T {
  const over = new Map(
    faultsOf(player)
      .filter(({ heals }) => heals)
      .map((fault) => [fault.key, fault]),
  );
  const entries = Object.entries(settings).map(([key, value]) => {
    return [key, over.has(key) ? off(value) : value];
  });
  return { ...settings, ...Object.fromEntries(entries) };
}

/** A fault with a probability keeps the rest of its settings; any other is off altogether. */
function off(settings: unknown): unknown {
  return isMapping(settings) && 'probability' in settings ? { ...settings, probability: 0 } : null;
}
