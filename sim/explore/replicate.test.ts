import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replicate, replicationsOf } from './replicate.ts';
import type { Replication } from './replication.ts';
import { exampleReplication } from './testing/example-replication.ts';

const SEEDS = ['5', '1', '9', '2', '7'];
const POLICIES = ['fixed', 'full-jitter'];

function pair(seed: string): readonly Replication[] {
  return POLICIES.map((policy) => exampleReplication({ policy, seed }));
}

/** Runs of seeds that end when they are told to. */
class HeldRuns {
  readonly started: string[] = [];
  readonly #ends = new Map<string, { readonly done: () => void; readonly fail: (error: Error) => void }>();

  readonly runSeed = (seed: string): Promise<readonly Replication[]> => {
    this.started.push(seed);
    return new Promise((resolve, reject) => {
      this.#ends.set(seed, { done: () => resolve(pair(seed)), fail: reject });
    });
  };

  async end(seed: string, error?: Error): Promise<void> {
    const run = this.#ends.get(seed);
    if (error === undefined) run?.done();
    else run?.fail(error);
    this.#ends.delete(seed);
    await new Promise((resolve) => setImmediate(resolve));
  }

  open(): readonly string[] {
    return [...this.#ends.keys()];
  }
}

test('results stand in the order of the plan, whatever ends first and however many run at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
      async (atOnce, picks) => {
        const runs = new HeldRuns();
        const done = replicate({ seeds: SEEDS, runSeed: runs.runSeed, atOnce, isStopped: () => false });
        for (const pick of picks) {
          const open = runs.open();
          expect(open.length).toBeLessThanOrEqual(atOnce);
          await runs.end(open[pick % open.length] ?? '');
        }
        expect(runs.started).toEqual(SEEDS);
        expect(await done).toEqual(SEEDS.map((seed) => ({ seed, replications: pair(seed) })));
      },
    ),
    { numRuns: 50 },
  );
});

test('the replications of one policy keep the order of the seeds', async () => {
  const done = await replicate({
    seeds: SEEDS,
    runSeed: async (seed) => pair(seed),
    atOnce: 2,
    isStopped: () => false,
  });
  const second = replicationsOf(done, 1);
  expect(second.map(({ seed }) => seed)).toEqual(SEEDS);
  expect(new Set(second.map(({ policy }) => policy))).toEqual(new Set(['full-jitter']));
});

test('stopped, it hands out no further seed and keeps what was under way', async () => {
  const runs = new HeldRuns();
  let stopped = false;
  let count = 0;
  const done = replicate({
    seeds: SEEDS,
    runSeed: runs.runSeed,
    atOnce: 2,
    onDone: () => {
      count += 1;
    },
    isStopped: () => stopped,
  });
  await runs.end('1');
  stopped = true;
  await runs.end('9');
  await runs.end('5');
  expect((await done).map(({ seed }) => seed)).toEqual(['5', '1', '9']);
  expect(runs.started).toEqual(['5', '1', '9']);
  expect(count).toBe(3);
});

test('of several seeds that fail, the first of the plan is told, whichever failed first', async () => {
  const runs = new HeldRuns();
  const done = replicate({ seeds: SEEDS, runSeed: runs.runSeed, atOnce: 3, isStopped: () => false });
  const failure = done.catch((error: unknown) => error);
  await runs.end('9', new Error('seed 9 is wrong'));
  await runs.end('5', new Error('seed 5 is wrong'));
  await runs.end('1');
  expect(await failure).toEqual(new Error('seed 5 is wrong'));
  // Nothing is handed out once one has failed.
  expect(runs.started).toEqual(['5', '1', '9']);
});

test('no seeds give no replications', async () => {
  const none = { seeds: [], runSeed: async (seed: string) => pair(seed), atOnce: 2, isStopped: () => false };
  expect(await replicate(none)).toEqual([]);
});
