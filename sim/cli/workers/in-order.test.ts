import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

/** Jobs that end when they are told to. */
function held(): { readonly begun: number[]; readonly end: (job: number) => void; readonly work: Work } {
  const begun: number[] = [];
  const ends = new Map<number, () => void>();
  return {
    begun,
    end: (job) => ends.get(job)?.(),
    work: (job) => {
      begun.push(job);
      return new Promise((resolve) => {
        ends.set(job, () => resolve(job * 10));
      });
    },
  };
}

type Work = (job: number) => Promise<number>;

test('results come in the order of their jobs, and no more are under way than may be', async () => {
  const { begun, end, work } = held();
  const results = inOrder([1, 2, 3], 2, work);
  const next = results.next();
  await Promise.resolve();
  expect(begun).toEqual([1, 2]);
  end(2);
  end(1);
  expect(await next).toEqual({ done: false, value: 10 });
  const second = results.next();
  await Promise.resolve();
  expect(begun).toEqual([1, 2, 3]);
  expect(await second).toEqual({ done: false, value: 20 });
  end(3);
  expect(await results.next()).toEqual({ done: false, value: 30 });
  expect(await results.next()).toEqual({ done: true, value: undefined });
});

test('a job that fails is told in its turn', async () => {
  const results = inOrder([1, 2], 2, async (job) => {
    if (job === 2) throw new Error('two');
    return Promise.resolve(job);
  });
  expect(await results.next()).toEqual({ done: false, value: 1 });
  await expect(results.next()).rejects.toThrow('two');
});

test('who stops listening waits for what was begun', async () => {
  const { begun, end, work } = held();
  const results = inOrder([1, 2, 3], 2, work);
  const next = results.next();
  end(1);
  await next;
  let isOver = false;
  const over = results.return().then(() => {
    isOver = true;
  });
  await Promise.resolve();
  expect(isOver).toBe(false);
  end(2);
  await over;
  expect(begun).toEqual([1, 2]);
});
