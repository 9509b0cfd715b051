/** A share of 1 / (1 − 1/e): by so much each round makes it likelier that an item is needed. */
const SHRINK = 1 - Math.exp(-1);

/**
 * Delta debugging without complements, with the sizes of subsets from a counter of rounds. Source: Zhang et al.,
 * "Deep Dive into Probabilistic Delta Debugging", arXiv 2408.04735 (CDD). Each round takes out the subsets of one size
 * that are not needed, the first in order first; the next round has smaller ones. `taken` says which of the subsets, given
 * what has been taken out, is the first that is not needed; null: none is.
 */
export async function countedDelta<Item>(
  items: readonly Item[],
  firstNotNeeded: (subsets: readonly (readonly Item[])[]) => Promise<number | null>,
): Promise<readonly Item[]> {
  let left = items;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = nextSize(size)) {
    let kept = 0;
    while (kept < left.length) {
      const subsets = subsetsOf(left.slice(kept), size);
      const at = await firstNotNeeded(subsets);
      if (at === null) break;
      const from = kept + at * size;
      left = [...left.slice(0, from), ...left.slice(from + size)];
      kept = from;
    }
  }
  return left;
}

function nextSize(size: number): number {
  return size === 1 ? 0 : Math.max(1, Math.floor(size * SHRINK));
}

function subsetsOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}
