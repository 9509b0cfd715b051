/**
 * What a world is like as a whole. `plain`: as its settings are drawn. `prompt`: what may take no time takes none, so things
 * happen at one instant. `late`: what may take its time takes some of all there is. `impatient`: devices wait shorter than
 * most faults hold a request, so attempts of one reading overlap. `full`: the edge has room for few keys. `crowded`: late, with
 * more readings than in any other, so what comes late comes after thousands.
 */
export type WorldKind = 'plain' | 'prompt' | 'late' | 'impatient' | 'full' | 'crowded';

/** How often each comes; the rest is plain. The last has some ten times the readings of others, and so few may be it. */
export const KIND_SHARES: readonly (readonly [kind: WorldKind, share: number])[] = [
  ['prompt', 1 / 8],
  ['late', 1 / 12],
  ['impatient', 1 / 8],
  ['full', 1 / 12],
  ['crowded', 1 / 40],
];

/** From a uniform on [0, 1). */
export function worldKind(uniform: number): WorldKind {
  let below = 0;
  for (const [kind, share] of KIND_SHARES) {
    below += share;
    if (uniform < below) return kind;
  }
  return 'plain';
}
