import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countedDelta } from './delta.ts';

/** What is left of `items` when those in `needed` are needed, and how many subsets were looked at. */
async function debug(items: readonly number[], needed: ReadonlySet<number>) {
  let left = items;
  let asked = 0;
  const result = await countedDelta(items, async (subsets) => {
    for (const [at, subset] of subsets.entries()) {
      asked += 1;
      if (subset.some((item) => needed.has(item))) continue;
      left = left.filter((item) => !subset.includes(item));
      return at;
    }
    return null;
  });
  expect(result).toEqual(left);
  return { left, asked };
}

test('what is needed is left, and nothing else where each item counts for itself', async () => {
  const items = fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(items, fc.array(fc.nat(500)), async (all, some) => {
      const needed = new Set(some.filter((item) => all.includes(item)));
      const { left } = await debug(all, needed);
      expect(new Set(left)).toEqual(needed);
    }),
  );
});

test('three of 1,700 are found in far fewer tries than there are items', async () => {
  const items = Array.from({ length: 1_700 }, (_, index) => index);
  const { left, asked } = await debug(items, new Set([12, 700, 1_699]));
  expect(left).toEqual([12, 700, 1_699]);
  // Each of 3 is at worst in one subset of each of log(1,700) / log(1 / 0.632) = 16 sizes, with a few that are taken out.
  expect(asked).toBeLessThan(200);
});
