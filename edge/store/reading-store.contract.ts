import { describe, expect, test } from 'vitest';
import type { Message } from '../../protocol/index.ts';
import type { ReadingStore } from './reading-store.ts';

export interface StoreUnderTest {
  readonly store: ReadingStore;
  /** Lets this much time pass, as the store sees it. */
  readonly pass: (ms: number) => void | Promise<void>;
}

export interface StoreUnderTestOptions {
  readonly ttlMs: number;
  readonly limit: number;
}

const TTL_MS = 300_000;
const LIMIT = 3;

function reading(sequenceId: number): Message {
  return {
    device_id: 'device-001',
    sequence_id: sequenceId,
    timestamp: '2026-01-01T00:00:00.000Z',
    values: { temperature_c: 21.5 },
  };
}

/** What every store of readings must do. Call it in a test file of the store. */
export function describeReadingStore(
  name: string,
  create: (options: StoreUnderTestOptions) => StoreUnderTest | Promise<StoreUnderTest>,
): void {
  describe(`${name} as a store of readings`, () => {
    const open = async (): Promise<StoreUnderTest> => create({ ttlMs: TTL_MS, limit: LIMIT });

    test('gives an unknown key to the first who claims it', async () => {
      const { store } = await open();
      expect(await store.claim('a', 'x')).toBe('claimed');
      expect(await store.claim('b', 'x')).toBe('claimed');
      expect(store.size()).toBe(2);
      await store.close();
    });

    test('says in progress until the commit, whatever the payload', async () => {
      const { store } = await open();
      await store.claim('a', 'x');
      expect(await store.claim('a', 'x')).toBe('in-progress');
      expect(await store.claim('a', 'y')).toBe('in-progress');
      await store.close();
    });

    test('says duplicate after the commit for the same payload, conflict for another', async () => {
      const { store } = await open();
      await store.claim('a', 'x');
      await store.commit('a', reading(0));
      expect(await store.claim('a', 'x')).toBe('duplicate');
      expect(await store.claim('a', 'y')).toBe('conflict');
      expect(store.size()).toBe(1);
      await store.close();
    });

    test('gives a released key to the next, with any payload', async () => {
      const { store } = await open();
      await store.claim('a', 'x');
      await store.release('a');
      expect(store.size()).toBe(0);
      expect(await store.claim('a', 'y')).toBe('claimed');
      await store.close();
    });

    test('keeps a committed key that somebody releases, and ignores an unknown one', async () => {
      const { store } = await open();
      await store.claim('a', 'x');
      await store.commit('a', reading(0));
      await store.release('a');
      await store.release('unknown');
      expect(await store.claim('a', 'x')).toBe('duplicate');
      await store.close();
    });

    test('refuses the commit of a key that is not claimed, or committed already', async () => {
      const { store } = await open();
      const commit = async (): Promise<void> => store.commit('a', reading(0));
      await expect(commit()).rejects.toThrow(/not claimed/);
      await store.claim('a', 'x');
      await commit();
      await expect(commit()).rejects.toThrow(/not claimed/);
      await store.close();
    });

    test('remembers a key for its time of life, counted from the commit', async () => {
      const { store, pass } = await open();
      await store.claim('a', 'x');
      // A slow commit: time in progress does not count.
      await pass(TTL_MS);
      expect(await store.claim('a', 'x')).toBe('in-progress');
      await store.commit('a', reading(0));
      await pass(TTL_MS - 1);
      expect(await store.claim('a', 'x')).toBe('duplicate');
      await pass(1);
      expect(store.size()).toBe(0);
      expect(await store.claim('a', 'x')).toBe('claimed');
      await store.close();
    });

    test('does not prolong a key that is asked for', async () => {
      const { store, pass } = await open();
      await store.claim('a', 'x');
      await store.commit('a', reading(0));
      await pass(TTL_MS / 2);
      expect(await store.claim('a', 'x')).toBe('duplicate');
      await pass(TTL_MS / 2);
      expect(await store.claim('a', 'x')).toBe('claimed');
      await store.close();
    });

    test('expires keys in the order of their commits, not of their claims', async () => {
      const { store, pass } = await open();
      await store.claim('late', 'x');
      await store.claim('early', 'x');
      await store.commit('early', reading(0));
      await pass(1000);
      await store.commit('late', reading(1));
      await pass(TTL_MS - 1000);
      expect(await store.claim('early', 'x')).toBe('claimed');
      expect(await store.claim('late', 'x')).toBe('duplicate');
      await store.close();
    });

    test('says full rather than forget a key before its time', async () => {
      const { store, pass } = await open();
      for (const key of ['a', 'b', 'c']) {
        expect(await store.claim(key, 'x')).toBe('claimed');
        await store.commit(key, reading(0));
      }
      expect(await store.claim('d', 'x')).toBe('full');
      expect(await store.claim('a', 'x')).toBe('duplicate');
      await pass(TTL_MS);
      expect(await store.claim('d', 'x')).toBe('claimed');
      expect(store.size()).toBe(1);
      expect(store.peak()).toBe(LIMIT);
      expect(store.limit).toBe(LIMIT);
      await store.close();
    });
  });
}
