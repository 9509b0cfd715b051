import { scrypt, scryptSync } from 'node:crypto';
import { readFile as readFileBack } from 'node:fs';
import { opendir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, createGzip, gzip } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { duringRealTime, watchHiddenWork } from './hidden-work.ts';
import { settle } from './quiescence.ts';

/** Settles around one piece of work and says whether it was over by then. */
async function settleAround(
  work: () => Promise<unknown>,
  { timersPending = true, foreignCode = true } = {},
): Promise<{ readonly stuck: string | null; readonly over: boolean }> {
  let open = 1;
  void work().finally(() => {
    open = 0;
  });
  const stuck = await settle({
    openWork: () => open,
    timersPending: () => timersPending,
    foreignCode,
    describe: () => 'the handler',
    crashed: () => false,
  });
  return { stuck, over: open === 0 };
}

let stopWatching = (): void => {};
beforeEach(() => {
  stopWatching = watchHiddenWork();
});
afterEach(() => stopWatching());

async function immediates(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const nowhere = new Promise<never>(() => {});

// A virtual timer is pending in all of these, so that settling may give up too early and would be seen to.
describe('time waits for a handler that', () => {
  test.for([
    {
      does: 'awaits a long chain of promises',
      work: async () => {
        for (let step = 0; step < 5_000; step += 1) await Promise.resolve();
      },
    },
    {
      does: 'goes through ticks',
      work: () => new Promise<void>((resolve) => process.nextTick(() => process.nextTick(resolve))),
    },
    { does: 'goes through a hundred immediates', work: () => immediates(100) },
    { does: 'reads a file with promises', work: () => readFile(import.meta.filename) },
    { does: 'reads a file with callbacks', work: () => promisify(readFileBack)(import.meta.filename) },
    {
      does: 'lists a folder',
      work: async () => {
        for await (const entry of await opendir(import.meta.dirname)) void entry;
      },
    },
    { does: 'derives a key on the thread pool', work: () => promisify(scrypt)('word', 'salt', 64) },
    { does: 'derives a key within the call', work: async () => scryptSync('word', 'salt', 64) },
    {
      does: 'hashes through WebCrypto',
      work: () => crypto.subtle.digest('SHA-256', Buffer.alloc(1_000_000)),
    },
    { does: 'compresses on the thread pool', work: () => promisify(gzip)(Buffer.alloc(1_000_000)) },
    { does: 'compresses in another way', work: () => promisify(brotliCompress)(Buffer.alloc(100_000)) },
    {
      does: 'compresses a stream',
      work: async () => {
        const stream = createGzip();
        stream.write(Buffer.alloc(500_000));
        stream.end(Buffer.alloc(500_000));
        for await (const chunk of stream) void chunk;
      },
    },
    {
      does: 'does one after the other',
      work: async () => {
        await readFile(import.meta.filename);
        await immediates(3);
        await promisify(scrypt)('word', 'salt', 64);
        await readFile(import.meta.filename);
      },
    },
    {
      does: 'is loaded by the harness',
      work: () => duringRealTime(() => new Promise((resolve) => setTimeout(resolve, 30))),
    },
  ])('$does', async ({ work }) => {
    expect(await settleAround(work)).toStrictEqual({ stuck: null, over: true });
  });
});

test('time goes on under a handler that waits for a virtual timer', async () => {
  expect(await settleAround(() => nowhere)).toStrictEqual({ stuck: null, over: false });
});

test('a handler that waits for nothing at all is named', async () => {
  const { stuck, over } = await settleAround(() => nowhere, { timersPending: false });
  expect(stuck).toContain('the handler neither ended nor waits for a timer');
  expect(over).toBe(false);
});

test('work that nobody can see is waited for as long as no timer could be meant', async () => {
  const unseen = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));
  expect(await settleAround(unseen, { timersPending: false })).toStrictEqual({ stuck: null, over: true });
});

test('after a crash nothing is waited for', async () => {
  const stuck = await settle({
    openWork: () => 1,
    timersPending: () => false,
    foreignCode: true,
    describe: () => 'the handler',
    crashed: () => true,
  });
  expect(stuck).toBeNull();
});

test('foreign code that nobody counts is waited for too', async () => {
  let over = false;
  void readFile(import.meta.filename).then(() => {
    over = true;
  });
  await settle({
    openWork: () => 0,
    timersPending: () => true,
    foreignCode: true,
    describe: () => '',
    crashed: () => false,
  });
  expect(over).toBe(true);
});

test('a file is waited for over a time in which the whole process stood still', async () => {
  let looks = 0;
  let open = 1;
  void readFile(import.meta.filename).then(() => {
    open = 0;
  });
  const stuck = await settle({
    openWork: () => open,
    timersPending: () => false,
    foreignCode: false,
    describe: () => 'the fleet',
    crashed: () => false,
    // A minute passes before the second look.
    realMs: () => (looks++ === 0 ? 0 : 60_000),
  });
  expect(stuck).toBeNull();
  expect(looks).toBeGreaterThan(1);
});

describe('what is loaded for hosts', () => {
  /** Loads files one after the other, each for a while of real time; the last of them ends when settling has. */
  async function settleAroundLoading(filesMs: readonly number[], lastEnds: boolean): Promise<string | null> {
    let nowMs = 0;
    let open = 1;
    let release = (): void => {};
    const settled = new Promise<void>((resolve) => {
      release = resolve;
    });
    const loading = (async () => {
      for (const [index, tookMs] of filesMs.entries()) {
        await duringRealTime(async () => {
          await immediates(3);
          nowMs += tookMs;
          if (index === filesMs.length - 1 && !lastEnds) await settled;
        });
      }
      open = 0;
    })();
    const stuck = await settle({
      openWork: () => open,
      timersPending: () => false,
      foreignCode: true,
      describe: () => 'the fleet',
      crashed: () => false,
      // It goes on by a second at each look, of which a file that ends takes less than ten.
      realMs: () => (nowMs += 1_000),
    });
    release();
    await loading;
    return stuck;
  }

  // 3 x 20 s is more than the 30 s of an instant.
  test('may take longer than an instant, as long as it gets on', async () => {
    expect(await settleAroundLoading([20_000, 20_000, 20_000], true)).toBeNull();
  });

  test('may not take that long for one file', async () => {
    expect(await settleAroundLoading([20_000, 20_000], false)).toContain('does not come to rest');
  });
});
