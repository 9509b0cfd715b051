import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../../../tests/scratch-folder.ts';
import { digestOf, idempotencyKey } from '../../message/digest.ts';
import { message } from '../../testing/test-edge.ts';
import { describeReadingStore } from '../reading-store.contract.ts';
import { databaseInMemory } from './database.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { SqliteReadingStore } from './sqlite-reading-store.ts';
import type { SqliteStoreOptions } from './sqlite-reading-store.ts';

/** The first of January 2026. */
const START_MS = Date.UTC(2026, 0, 1);
const TTL_MS = 300_000;

class Hands {
  nowMs = START_MS;
  elapsedMs = 0;

  now(): number {
    return this.nowMs;
  }

  monotonic(): number {
    return this.elapsedMs;
  }

  pass(ms: number): void {
    this.nowMs += ms;
    this.elapsedMs += ms;
  }
}

function openStore(database: Database, clock: Hands, changes: Partial<SqliteStoreOptions> = {}) {
  return new SqliteReadingStore({
    database,
    clock,
    ttlMs: TTL_MS,
    limit: 1000,
    retainMs: null,
    gather: queueMicrotask,
    sync: (then) => then(),
    ...changes,
  });
}

async function take(store: SqliteReadingStore, sequenceId: number): Promise<string> {
  const reading = message(sequenceId);
  const key = idempotencyKey(reading);
  const claim = store.claim(key, digestOf(reading));
  if (claim === 'claimed') await store.commit(key, reading);
  return claim;
}

function newFile(): string {
  return join(scratchFolder('store'), 'data', 'edge.db');
}

describeReadingStore('SQLite in memory', ({ ttlMs, limit }) => {
  const clock = new Hands();
  const store = openStore(databaseInMemory(), clock, { ttlMs, limit });
  return { store, pass: (ms) => clock.pass(ms) };
});

describeReadingStore('SQLite in a file', ({ ttlMs, limit }) => {
  const clock = new Hands();
  const store = openStore(openDatabase(newFile()), clock, { ttlMs, limit });
  return { store, pass: (ms) => clock.pass(ms) };
});

describe('SQLite in a file', () => {
  test('knows after a boot what was committed before, and nothing of what was only claimed', async () => {
    const file = newFile();
    const clock = new Hands();
    const before = openStore(openDatabase(file), clock);
    await take(before, 1);
    before.claim('device-001/2', 'x');
    before.close();
    const after = openStore(openDatabase(file), clock);
    expect(after.size()).toBe(1);
    expect(await take(after, 1)).toBe('duplicate');
    expect(after.claim('device-001/1', 'another')).toBe('conflict');
    expect(await take(after, 2)).toBe('claimed');
    after.close();
  });

  test('forgets at its time a key that was committed before a boot', async () => {
    const file = newFile();
    const clock = new Hands();
    const before = openStore(openDatabase(file), clock);
    await take(before, 1);
    before.close();
    // Off for all but a millisecond of the time of life.
    clock.pass(TTL_MS - 1);
    clock.elapsedMs = 0;
    const after = openStore(openDatabase(file), clock);
    expect(await take(after, 1)).toBe('duplicate');
    clock.pass(1);
    expect(await take(after, 1)).toBe('claimed');
    after.close();
  });

  test('forgets nothing before its time by a wall clock that was set back or stepped ahead', async () => {
    const file = newFile();
    const clock = new Hands();
    const before = openStore(openDatabase(file), clock);
    await take(before, 1);
    // A step ahead while it runs counts for nothing.
    clock.nowMs += TTL_MS;
    expect(await take(before, 1)).toBe('duplicate');
    before.close();
    // A machine without a clock of its own boots in 1970.
    clock.nowMs = 0;
    clock.elapsedMs = 0;
    const after = openStore(openDatabase(file), clock);
    clock.pass(TTL_MS - 1);
    expect(await take(after, 1)).toBe('duplicate');
    clock.pass(1);
    expect(await take(after, 1)).toBe('claimed');
    after.close();
  });

  test('commits in one transaction what comes together, and stores none of it when that fails', async () => {
    const database = databaseInMemory();
    const store = openStore(database, new Hands());
    database.exec(`CREATE TRIGGER full BEFORE INSERT ON readings WHEN NEW.sequence_id = 2
      BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    const outcomes = await Promise.allSettled([1, 2, 3].map((number) => take(store, number)));
    expect(outcomes.map(({ status }) => status)).toStrictEqual(['rejected', 'rejected', 'rejected']);
    for (const number of [1, 2, 3]) store.release(`device-001/${number}`);
    expect(store.size()).toBe(0);
    database.exec('DROP TRIGGER full');
    expect(await Promise.all([1, 2, 3].map((number) => take(store, number)))).toStrictEqual(
      Array(3).fill('claimed'),
    );
    expect(store.page({ deviceId: 'device-001', after: null, limit: 9 }).readings).toHaveLength(3);
  });

  test('takes readings away at the age they are kept to, a few with each commit', async () => {
    const clock = new Hands();
    const store = openStore(databaseInMemory(), clock, { retainMs: 2 * TTL_MS });
    for (const number of [1, 2, 3]) await take(store, number);
    const kept = (): readonly number[] =>
      store.page({ deviceId: 'device-001', after: null, limit: 9 }).readings.map((each) => each.sequence_id);
    clock.pass(2 * TTL_MS - 1);
    await take(store, 4);
    expect(kept()).toStrictEqual([1, 2, 3, 4]);
    clock.pass(1);
    await take(store, 5);
    expect(kept()).toStrictEqual([4, 5]);
    expect(store.size()).toBe(2);
  });

  test('counts exactly the keys that are remembered, whenever it is asked', async () => {
    const clock = new Hands();
    const store = openStore(databaseInMemory(), clock);
    // One reading a second for 400 s; those of the last 300 s are remembered: at the end of second 400 those of 101 to 400.
    for (let second = 1; second <= 400; second += 1) {
      clock.pass(1000);
      await take(store, second);
    }
    expect(store.size()).toBe(300);
    expect(store.peak()).toBe(300);
    clock.pass(299_000);
    expect(store.size()).toBe(1);
    clock.pass(1000);
    expect(store.size()).toBe(0);
  });
});

describe('pages', () => {
  test('give each reading once, in the order of its number, whatever the order it came in', async () => {
    const store = openStore(databaseInMemory(), new Hands());
    for (const number of [5, 1, 4, 2, 3]) await take(store, number);
    const page = (after: number | null) => store.page({ deviceId: 'device-001', after, limit: 2 });
    expect(page(null)).toStrictEqual({
      readings: [1, 2].map((number) => ({ ...message(number), stored_at: '2026-01-01T00:00:00.000Z' })),
      next: 2,
    });
    expect(page(2)).toMatchObject({ readings: [{ sequence_id: 3 }, { sequence_id: 4 }], next: 4 });
    expect(page(4)).toMatchObject({ readings: [{ sequence_id: 5 }], next: null });
    expect(store.page({ deviceId: 'device-002', after: null, limit: 2 })).toStrictEqual({
      readings: [],
      next: null,
    });
  });

  test('do not pass over a number that was stored twice', async () => {
    const clock = new Hands();
    const store = openStore(databaseInMemory(), clock);
    await take(store, 1);
    await take(store, 2);
    clock.pass(TTL_MS);
    await take(store, 1);
    const first = store.page({ deviceId: 'device-001', after: null, limit: 1 });
    expect(first).toMatchObject({ readings: [{ sequence_id: 1 }, { sequence_id: 1 }], next: 1 });
    expect(store.page({ deviceId: 'device-001', after: first.next, limit: 1 })).toMatchObject({
      readings: [{ sequence_id: 2 }],
      next: null,
    });
  });
});
