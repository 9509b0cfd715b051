import { expect, test } from 'vitest';
import type { SeedReplications } from './replicate.ts';
import { replicateUntil } from './replicate-until.ts';

interface Asked {
  readonly seeds: readonly string[];
  readonly seedsMax: number;
  /** Reached with so many seeds. */
  readonly enough: number;
  /** Stopped after so many seeds. */
  readonly stopAfter?: number;
}

async function batchesOf({ seeds, seedsMax, enough, stopAfter = Infinity }: Asked) {
  const batches: (readonly string[])[] = [];
  let count = 0;
  const until = await replicateUntil({
    seeds,
    seedsMax,
    replicateSeeds: async (batch) => {
      batches.push(batch);
      const run = batch.slice(0, Math.max(0, stopAfter - count));
      count += run.length;
      return run.map((seed): SeedReplications => ({ seed, replications: [] }));
    },
    isReached: (done) => done.length >= enough,
  });
  return { batches, ...until, done: until.done.map(({ seed }) => seed) };
}

test('seeds go on after the largest that was given, in batches as large as the first', async () => {
  const { batches, reached, complete, done } = await batchesOf({
    seeds: ['3', '9', '1'],
    seedsMax: 100,
    enough: 7,
  });
  expect(batches).toEqual([
    ['3', '9', '1'],
    ['10', '11', '12'],
    ['13', '14', '15'],
  ]);
  expect(done).toEqual(batches.flat());
  expect({ reached, complete }).toEqual({ reached: true, complete: true });
});

test('what is precise at once runs no further seed', async () => {
  const { batches, reached } = await batchesOf({ seeds: ['1', '2'], seedsMax: 100, enough: 2 });
  expect(batches).toEqual([['1', '2']]);
  expect(reached).toBe(true);
});

test('it gives up at the most seeds, with a last batch that is shorter', async () => {
  const { batches, reached, complete } = await batchesOf({
    seeds: ['1', '2', '3'],
    seedsMax: 7,
    enough: 8,
  });
  expect(batches.map((batch) => batch.length)).toEqual([3, 3, 1]);
  expect({ reached, complete }).toEqual({ reached: false, complete: true });
});

test('stopped within a batch it keeps what is done and says that it is not complete', async () => {
  const { done, reached, complete } = await batchesOf({
    seeds: ['1', '2', '3'],
    seedsMax: 100,
    enough: 5,
    stopAfter: 5,
  });
  expect(done).toEqual(['1', '2', '3', '4', '5']);
  expect({ reached, complete }).toEqual({ reached: false, complete: false });
});

test('there are no seeds beyond the largest whole number', async () => {
  const last = String(Number.MAX_SAFE_INTEGER);
  const { batches, reached } = await batchesOf({ seeds: ['1', last], seedsMax: 100, enough: 99 });
  expect(batches).toEqual([['1', last]]);
  expect(reached).toBe(false);
});
