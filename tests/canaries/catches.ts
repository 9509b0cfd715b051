import type { Canary } from './canary.ts';

/** How many seeds it took to catch one canary, from each of several seeds on; null: it got away from there. */
export interface Catches {
  readonly canary: Canary;
  readonly seeds: readonly (number | null)[];
}

/** Tries begin so far apart that none shares a seed with another. */
export const SEEDS_MAX = 20;
const TRIES = 3;

/** Hunts one canary from seed 1 on, from seed 21 on, and so on: each time until it is caught. */
export async function catchesOf(
  canary: Canary,
  isCaught: (canary: Canary, seed: string) => Promise<boolean>,
): Promise<Catches> {
  const seeds: (number | null)[] = [];
  for (let hunt = 0; hunt < TRIES; hunt += 1) {
    let took: number | null = null;
    for (let number = 1; number <= SEEDS_MAX && took === null; number += 1) {
      if (await isCaught(canary, String(hunt * SEEDS_MAX + number))) took = number;
    }
    seeds.push(took);
  }
  return { canary, seeds };
}

/** Of an odd number of hunts the one in the middle; Infinity where most got away. */
export function medianOf({ seeds }: Catches): number {
  const sorted = seeds.map((took) => took ?? Infinity).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
}

export function worstOf({ seeds }: Catches): number {
  return Math.max(...seeds.map((took) => took ?? Infinity));
}

/** How many runs the hunts took. */
export function runsOf({ seeds }: Catches): number {
  return seeds.map((took) => took ?? SEEDS_MAX).reduce((sum, took) => sum + took, 0);
}

/** In half of the hunts at most three seeds, in none more than twenty. */
export function isGoodEnough(catches: Catches): boolean {
  return medianOf(catches) <= 3 && worstOf(catches) <= SEEDS_MAX;
}

/** What is cut in a column that is too narrow ends with a mark. */
function cell(text: string, width: number): string {
  return (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);
}

const WIDTHS = [36, 16, 17] as const;

function line(mistake: string, scenario: string, invariant: string, median: string, worst: string): string {
  const cells = [mistake, scenario, invariant].map((text, index) => cell(text, WIDTHS[index] ?? 0));
  return `${cells.join(' ')} ${median.padStart(3)} ${worst.padStart(3)}`;
}

function shown(seeds: number): string {
  return seeds === Infinity ? 'no' : String(seeds);
}

export const HEAD = line('canary', 'scenario', 'invariant', 'med', 'max');

/** One canary on one line of at most 80 columns. */
export function rowOf(catches: Catches): string {
  const { part, mistake, scenario, invariant } = catches.canary;
  return line(`${part} ${mistake}`, scenario, invariant, shown(medianOf(catches)), shown(worstOf(catches)));
}
