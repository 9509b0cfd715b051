import { describe, expect, test } from 'vitest';
import type { Message } from '../../protocol/index.ts';
import { idempotencyKey } from '../message/digest.ts';
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

/** Keys as `idempotencyKey` makes them, of `reading(0)` to `reading(3)`. */
const [A, B, C, D] = ['device-001/0', 'device-001/1', 'device-001/2', 'device-001/3'] as const;

const TTL_MS = 300_000;
const LIMIT = 3;

function reading(sequenceId: number, deviceId = 'device-001'): Message {
  return {
    device_id: deviceId,
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
    const put = async (store: ReadingStore, message: Message): Promise<void> => {
      const key = idempotencyKey(message);
      expect(await store.claim(key, 'x')).toBe('claimed');
      await store.commit(key, message);
    };
    const open = async (): Promise<StoreUnderTest> => create({ ttlMs: TTL_MS, limit: LIMIT });

    test('gives an unknown key to the first who claims it', async () => {
      const { store } = await open();
      expect(await store.claim(A, 'x')).toBe('claimed');
      expect(await store.claim(B, 'x')).toBe('claimed');
      expect(store.size()).toBe(2);
      await store.close();
    });

    test('says in progress until the commit, whatever the payload', async () => {
      const { store } = await open();
      await store.claim(A, 'x');
      expect(await store.claim(A, 'x')).toBe('in-progress');
      expect(await store.claim(A, 'y')).toBe('in-progress');
      await store.close();
    });

    test('says duplicate after the commit for the same payload, conflict for another', async () => {
      const { store } = await open();
      await store.claim(A, 'x');
      await store.commit(A, reading(0));
      expect(await store.claim(A, 'x')).toBe('duplicate');
      expect(await store.claim(A, 'y')).toBe('conflict');
      expect(store.size()).toBe(1);
      await store.close();
    });

    test('gives a released key to the next, with any payload', async () => {
      const { store } = await open();
      await store.claim(A, 'x');
      await store.release(A);
      expect(store.size()).toBe(0);
      expect(await store.claim(A, 'y')).toBe('claimed');
      await store.close();
    });

    test('keeps a committed key that somebody releases, and ignores an unknown one', async () => {
      const { store } = await open();
      await store.claim(A, 'x');
      await store.commit(A, reading(0));
      await store.release(A);
      await store.release(B);
      expect(await store.claim(A, 'x')).toBe('duplicate');
      await store.close();
    });

    test('refuses the commit of a key that is not claimed, or committed already', async () => {
      const { store } = await open();
      const commit = async (): Promise<void> => store.commit(A, reading(0));
      await expect(commit()).rejects.toThrow(/not claimed/);
      await store.claim(A, 'x');
      await commit();
      await expect(commit()).rejects.toThrow(/not claimed/);
      await store.close();
    });

    test('remembers a key for its time of life, counted from the commit', async () => {
      const { store, pass } = await open();
      await store.claim(A, 'x');
      // A slow commit: time in progress does not count.
      await pass(TTL_MS);
      expect(await store.claim(A, 'x')).toBe('in-progress');
      await store.commit(A, reading(0));
      await pass(TTL_MS - 1);
      expect(await store.claim(A, 'x')).toBe('duplicate');
      await pass(1);
      expect(store.size()).toBe(0);
      expect(await store.claim(A, 'x')).toBe('claimed');
      await store.close();
    });

    test('does not prolong a key that is asked for', async () => {
      const { store, pass } = await open();
      await store.claim(A, 'x');
      await store.commit(A, reading(0));
      await pass(TTL_MS / 2);
      expect(await store.claim(A, 'x')).toBe('duplicate');
      await pass(TTL_MS / 2);
      expect(await store.claim(A, 'x')).toBe('claimed');
      await store.close();
    });

    test('expires keys in the order of their commits, not of their claims', async () => {
      const { store, pass } = await open();
      await store.claim(B, 'x');
      await store.claim(A, 'x');
      await store.commit(A, reading(0));
      await pass(1000);
      await store.commit(B, reading(1));
      await pass(TTL_MS - 1000);
      expect(await store.claim(A, 'x')).toBe('claimed');
      expect(await store.claim(B, 'x')).toBe('duplicate');
      await store.close();
    });

    test('says full rather than forget a key before its time', async () => {
      const { store, pass } = await open();
      for (const [number, key] of [A, B, C].entries()) {
        expect(await store.claim(key, 'x')).toBe('claimed');
        await store.commit(key, reading(number));
      }
      expect(await store.claim(D, 'x')).toBe('full');
      expect(await store.claim(A, 'x')).toBe('duplicate');
      await pass(TTL_MS);
      expect(await store.claim(D, 'x')).toBe('claimed');
      expect(store.size()).toBe(1);
      expect(store.peak()).toBe(LIMIT);
      expect(store.limit).toBe(LIMIT);
      await store.close();
    });

    test('gives readings back in pages, by sequence id, whatever the order they came in', async () => {
      const { store } = await open();
      // The greatest number of all, and two that differ in their last digit only.
      const numbers = [2 ** 53 - 1, 0, 2 ** 53 - 2];
      for (const number of numbers) await put(store, reading(number));
      const page = async (after: number | null, limit: number) => {
        const found = await store.page?.({ deviceId: 'device-001', after, limit });
        return { numbers: found?.readings.map(({ sequence_id }) => sequence_id), next: found?.next };
      };
      expect(await page(null, 2)).toStrictEqual({ numbers: [0, 2 ** 53 - 2], next: 2 ** 53 - 2 });
      expect(await page(2 ** 53 - 2, 2)).toStrictEqual({ numbers: [2 ** 53 - 1], next: null });
      expect(await page(null, 3)).toMatchObject({ next: null });
      expect(await page(2 ** 53 - 1, 3)).toStrictEqual({ numbers: [], next: null });
      await store.close();
    });

    test('gives a device its own readings, whole, and none that are not committed', async () => {
      const { store } = await open();
      // Its name is that of a field.
      await put(store, reading(1, 'values'));
      await put(store, reading(1));
      await store.claim(A, 'x');
      const page = await store.page?.({ deviceId: 'values', after: null, limit: 10 });
      expect(page).toStrictEqual({
        readings: [{ ...reading(1, 'values'), stored_at: expect.stringMatching(/^\d{4}-.*Z$/) }],
        next: null,
      });
      expect(await store.page?.({ deviceId: 'device-001', after: null, limit: 10 })).toMatchObject({
        readings: [reading(1)],
      });
      expect(await store.page?.({ deviceId: 'device-003', after: null, limit: 10 })).toMatchObject({
        readings: [],
      });
      await store.close();
    });
  });
}
