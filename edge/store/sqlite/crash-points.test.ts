import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '../../../tests/scratch-folder.ts';
import type { Message } from '../../../protocol/index.ts';
import { digestOf, idempotencyKey } from '../../message/digest.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { SqliteReadingStore } from './sqlite-reading-store.ts';

/** What a disk writes at once, or not at all. */
const SECTOR = 512;

/** Of a database of 4 KiB pages: header of a frame in the log, and page. */
const FRAME = 24 + 4096;

const folder = scratchFolder('crash');

/** The two files of a database, as a power cut may leave them. */
interface Files {
  readonly main: Buffer;
  readonly log: Buffer;
}

function readFiles(path: string): Files {
  const read = (name: string): Buffer => (existsSync(name) ? readFileSync(name) : Buffer.alloc(0));
  return { main: read(path), log: read(`${path}-wal`) };
}

function reading(sequenceId: number): Message {
  const timestamp = '2026-01-01T00:00:00.000Z';
  return { device_id: 'device-001', sequence_id: sequenceId, timestamp, values: { n: sequenceId } };
}

function storeOn(database: Database): SqliteReadingStore {
  return new SqliteReadingStore({
    database,
    clock: { now: () => Date.UTC(2026, 0, 1), monotonic: () => 0 },
    ttlMs: 300_000,
    limit: 1_000,
    retainMs: null,
    gather: queueMicrotask,
    sync: (then) => then(),
  });
}

async function take(store: SqliteReadingStore, sequenceId: number): Promise<string> {
  const message = reading(sequenceId);
  const claim = store.claim(idempotencyKey(message), digestOf(message));
  if (claim === 'claimed') await store.commit(idempotencyKey(message), message);
  return claim;
}

/**
 * What a cut may leave of a file that was being written from `before` to `after`: the first part of it, for each of three
 * cuts in each frame, or all of it but one sector, for two in each frame. More of them take longer and find no more.
 */
function* halfWritten(before: Buffer, after: Buffer): Generator<Buffer> {
  if (before.equals(after)) return;
  for (let at = 0; at < after.length; at += FRAME) {
    for (const end of [at, at + 24, at + SECTOR * 3]) {
      const cut = Buffer.concat([after.subarray(0, end), before.subarray(Math.min(end, before.length))]);
      yield cut.subarray(0, Math.max(end, before.length));
    }
    for (const hole of [Math.floor(at / SECTOR) * SECTOR, Math.floor((at + FRAME / 2) / SECTOR) * SECTOR]) {
      const holed = Buffer.from(after);
      holed.subarray(hole, hole + SECTOR).fill(0);
      before.subarray(hole, hole + SECTOR).copy(holed, hole);
      yield holed;
    }
  }
}

/** The log is written and synced first; then, now and then, what is in it is written to its place and synced. */
function* statesBetween(before: Files, after: Files): Generator<Files> {
  yield before;
  for (const log of halfWritten(before.log, after.log)) yield { main: before.main, log };
  for (const main of halfWritten(before.main, after.main)) yield { main, log: after.log };
  yield after;
}

/** What is wrong with a store that boots on these files; null: nothing. */
async function judge(
  files: Files,
  { committed, atWork }: { readonly committed: readonly number[]; readonly atWork: readonly number[] },
): Promise<string | null> {
  const path = join(folder, 'recovered.db');
  for (const name of [path, `${path}-wal`, `${path}-shm`]) rmSync(name, { force: true });
  writeFileSync(path, files.main);
  writeFileSync(`${path}-wal`, files.log);
  const store = storeOn(openDatabase(path));
  const kept = store
    .page({ deviceId: 'device-001', after: null, limit: 100 })
    .readings.map(({ sequence_id, values }) => (values.n === sequence_id ? sequence_id : -1));
  const isThere = atWork.map((number) => kept.includes(number));
  const expected = isThere[0] === true ? [...committed, ...atWork] : committed;
  try {
    if (JSON.stringify(kept) !== JSON.stringify(expected))
      return `has ${kept.join()}, not ${expected.join()}`;
    // Whoever was answered is known, and whoever was not comes again.
    for (const number of committed)
      if ((await take(store, number)) !== 'duplicate') return `has forgotten ${number}`;
    for (const number of atWork) {
      const claim = await take(store, number);
      if (claim !== (isThere[0] === true ? 'duplicate' : 'claimed')) return `says ${claim} to ${number}`;
    }
    const all = store.page({ deviceId: 'device-001', after: null, limit: 100 }).readings.length;
    return all === committed.length + atWork.length ? null : `has ${all} in the end`;
  } finally {
    store.close();
  }
}

test('from every state that a power cut can leave, what was answered is there once, and a batch as a whole or not at all', async () => {
  const path = join(folder, 'edge.db');
  const database = openDatabase(path);
  // So that what is in the log goes to its place several times.
  database.exec('PRAGMA wal_autocheckpoint = 4');
  const store = storeOn(database);
  const batches = [[1], [2, 3], [4], [5, 6]];
  const committed: number[] = [];
  const wrong: string[] = [];
  let states = 0;
  let checkpoints = 0;
  for (const batch of batches) {
    const before = readFiles(path);
    await Promise.all(batch.map((number) => take(store, number)));
    const after = readFiles(path);
    if (!before.main.equals(after.main)) checkpoints += 1;
    for (const files of statesBetween(before, after)) {
      states += 1;
      const found = await judge(files, { committed, atWork: batch });
      if (found !== null) wrong.push(`${found} (state ${states}, batch ${batch.join()})`);
    }
    committed.push(...batch);
  }
  store.close();
  expect(wrong).toEqual([]);
  // Four batches of two frames or more, five states for each, and both ends: fewer, and it has gone blind.
  expect(states).toBeGreaterThanOrEqual(4 * (2 * 5 + 2));
  expect(checkpoints).toBeGreaterThan(0);
});
