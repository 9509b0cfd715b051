/** How many numbers there are in so many bits: the first that does not fit. */
const ENDS = [2 ** 8, 2 ** 15, 2 ** 16, 2 ** 31, 2 ** 32, 2 ** 53];

/** So many numbers still fit. */
const BEFORE = 100;

/** Where the numbers of a device begin: one of the ends after another, over the places of the fleet. */
export function firstNumberOf(index: number): number {
  return (ENDS[index % ENDS.length] ?? BEFORE) - BEFORE;
}
