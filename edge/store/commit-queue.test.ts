import { expect, test } from 'vitest';
import { CommitQueue } from './commit-queue.ts';

/** A queue whose turns and syncs end when the test says so. */
function openQueue(itemsMax = 64) {
  const waiting: (() => void)[] = [];
  const writes: (readonly string[])[] = [];
  const write = (items: readonly string[]): void => {
    if (items.includes('bad')) throw new Error('disk full');
    writes.push(items);
  };
  const wait = (then: () => void): void => void waiting.push(then);
  const queue = new CommitQueue<string>({ itemsMax, gather: wait, sync: wait, write });
  /** One turn of the event loop and one sync. */
  const round = (): void => {
    waiting.shift()?.();
    waiting.shift()?.();
  };
  return { queue, writes, waiting, round };
}

test('what comes while one write is under way is the next write', async () => {
  const { queue, writes, waiting, round } = openQueue();
  const first = queue.put('a');
  // The turn ends, and the sync begins.
  waiting.shift()?.();
  const others = [queue.put('b'), queue.put('c')];
  expect(writes).toStrictEqual([]);
  waiting.shift()?.();
  await first;
  expect(writes).toStrictEqual([['a']]);
  round();
  await Promise.all(others);
  expect(writes).toStrictEqual([['a'], ['b', 'c']]);
  expect(waiting).toHaveLength(0);
});

test('one write takes no more than its limit, the rest follows', async () => {
  const { queue, writes, round } = openQueue(2);
  const all = ['a', 'b', 'c', 'd', 'e'].map((item) => queue.put(item));
  round();
  round();
  round();
  await Promise.all(all);
  expect(writes).toStrictEqual([['a', 'b'], ['c', 'd'], ['e']]);
});

test('a write that fails fails all that is in it, and no other', async () => {
  const { queue, writes, round } = openQueue(2);
  const outcomes = ['a', 'bad', 'c'].map((item) =>
    queue.put(item).then(
      () => 'stored',
      (error: unknown) => String(error),
    ),
  );
  round();
  round();
  expect(await Promise.all(outcomes)).toStrictEqual(['Error: disk full', 'Error: disk full', 'stored']);
  expect(writes).toStrictEqual([['c']]);
});

test('a flush waits for nobody', async () => {
  const { queue, writes, waiting } = openQueue(1);
  const all = [queue.put('a'), queue.put('b')];
  queue.flush();
  await Promise.all(all);
  expect(writes).toStrictEqual([['a'], ['b']]);
  // The turn that was waited for finds nothing to do.
  waiting.shift()?.();
  waiting.shift()?.();
  expect(writes).toHaveLength(2);
});

test('as many as one write takes wait for no turn to end', async () => {
  const { queue, writes, waiting } = openQueue(2);
  const all = [queue.put('a'), queue.put('b')];
  // The first is the end of the turn, which is still to come; the second that of the sync.
  waiting.pop()?.();
  await Promise.all(all);
  expect(writes).toStrictEqual([['a', 'b']]);
});

test('what is more than one write goes out with no turn in between', () => {
  const { queue, writes, waiting } = openQueue(2);
  for (const item of ['a', 'b', 'c', 'd', 'e']) void queue.put(item);
  const [turn, ...syncs] = waiting.splice(0);
  for (const sync of syncs) sync();
  // The sync of `c` and `d` has begun as that of `a` and `b` ended; `e` alone waits for the turn.
  waiting.shift()?.();
  expect(writes).toStrictEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  turn?.();
  expect(queue.size).toBe(1);
});
