import type { Random } from '../../ports/index.ts';

/** Whether simulated overload sheds this request; independent of all others. */
export function isShed(probability: number, random: Random): boolean {
  // A draw that cannot matter is not drawn: most edges run without this fault.
  return probability > 0 && random.draw('overload') < probability;
}
