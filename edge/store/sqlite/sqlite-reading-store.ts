import type { Message, Values } from '../../../protocol/index.ts';
import type { Clock } from '../../../ports/index.ts';
import { partsOfKey } from '../../message/digest.ts';
import { CommitQueue } from '../commit-queue.ts';
import { durableDigest } from '../durable-digest.ts';
import type { PageQuery, ReadingPage, StoredReading } from '../reading-page.ts';
import type { ClaimResult, ReadingStore } from '../reading-store.ts';
import { storeClock } from '../store-clock.ts';
import { Rows } from './database.ts';
import type { Cell, Database } from './database.ts';
import { closeDatabase } from './open-database.ts';
import { prepareTables } from './schema.ts';

/** Readings of one transaction: more of them gain little, and hold everybody up for longer. */
const COMMIT_READINGS_MAX = 64;

/** Rows past their time that one transaction takes away: more than it adds, so that none are left behind for good. */
const PRUNED_MAX = 2 * COMMIT_READINGS_MAX;

export interface SqliteStoreOptions {
  /** The store closes it, unless it outlives the store. */
  readonly database: Database;
  /** Default: no. */
  readonly databaseStays?: boolean;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** How long a committed key is remembered. At exactly this age it is forgotten. */
  readonly ttlMs: number;
  /** The most keys that may be held at once. */
  readonly limit: number;
  /** Readings are taken away at this age, which is not below `ttlMs`; null: they stay. */
  readonly retainMs: number | null;
  /** Calls back when all that has come by now has had its chance to claim and commit. */
  readonly gather: (then: () => void) => void;
  /** Calls back after as long as a sync is pretended to take; at once where the disk is real. */
  readonly sync: (then: () => void) => void;
}

interface Row {
  readonly digest: string;
  readonly message: Message;
}

/**
 * Readings in SQLite. What is claimed is known in memory only, since a claim is worth nothing after a crash; what is
 * committed is asked of the database, so that no limit of memory bounds what is remembered.
 */
export class SqliteReadingStore implements ReadingStore {
  readonly limit: number;
  readonly #database: Database;
  readonly #databaseStays: boolean;
  readonly #ttlMs: number;
  readonly #retainMs: number | null;
  readonly #now: () => number;
  readonly #digests = new Map<string, string>();
  /** Claimed keys whose commit waits for the disk: they can be committed once only, and not be released. */
  readonly #committing = new Set<string>();
  readonly #queue: CommitQueue<Row>;
  readonly #lookUp: Rows;
  readonly #storedAt: Rows;
  readonly #page: Rows;
  readonly #atKey: Rows;
  readonly #insert: Rows;
  readonly #first: Rows;
  readonly #prune: Rows;
  /** Ids: of the first row whose key is remembered, and of the next row. */
  #liveFrom: number;
  #nextId: number;
  #peak = 0;

  /** @throws {StoreFileError} when the tables are not ours. */
  constructor(options: SqliteStoreOptions) {
    const { database, databaseStays = false, clock, ttlMs, limit, retainMs, gather, sync } = options;
    this.#database = database;
    this.#databaseStays = databaseStays;
    this.#ttlMs = ttlMs;
    this.#retainMs = retainMs;
    this.limit = limit;
    prepareTables(database);
    const rows = (sql: string): Rows => new Rows(database, sql);
    this.#lookUp = rows(
      'SELECT digest, stored_at_ms FROM readings WHERE device_id = ? AND sequence_id = ? ORDER BY id DESC LIMIT 1',
    );
    this.#storedAt = rows('SELECT stored_at_ms FROM readings WHERE id = ?');
    const columns = 'sequence_id, timestamp, "values", stored_at_ms';
    this.#page = rows(
      `SELECT ${columns} FROM readings WHERE device_id = ? AND sequence_id > ? ORDER BY sequence_id, id LIMIT ?`,
    );
    this.#atKey = rows(`SELECT ${columns} FROM readings WHERE device_id = ? AND sequence_id = ? ORDER BY id`);
    this.#insert = rows('INSERT INTO readings VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#first = rows('SELECT min(id) FROM readings');
    this.#prune = rows('DELETE FROM readings WHERE id < ? AND stored_at_ms <= ?');
    const [first, last, lastMs] =
      rows('SELECT min(id), max(id), max(stored_at_ms) FROM readings').first() ?? [];
    this.#now = storeClock(clock, Number(lastMs ?? -Infinity));
    this.#liveFrom = Number(first ?? 1);
    this.#nextId = Number(last ?? 0) + 1;
    this.#peak = this.size();
    this.#queue = new CommitQueue({
      itemsMax: COMMIT_READINGS_MAX,
      gather,
      sync,
      write: (batch) => this.#write(batch),
    });
  }

  claim(key: string, digest: string): ClaimResult {
    if (this.#digests.has(key)) return 'in-progress';
    const [known, storedAtMs] = this.#lookUp.first(...partsOfKey(key)) ?? [];
    if (known !== undefined && this.#isLive(Number(storedAtMs))) {
      return known === durableDigest(digest) ? 'duplicate' : 'conflict';
    }
    const size = this.size();
    if (size >= this.limit) return 'full';
    this.#digests.set(key, digest);
    if (size >= this.#peak) this.#peak = size + 1;
    return 'claimed';
  }

  async commit(key: string, message: Message): Promise<void> {
    const digest = this.#digests.get(key);
    if (digest === undefined || this.#committing.has(key))
      throw new Error('commit of a key that is not claimed');
    this.#committing.add(key);
    try {
      await this.#queue.put({ digest, message });
      this.#digests.delete(key);
    } finally {
      this.#committing.delete(key);
    }
  }

  release(key: string): void {
    if (!this.#committing.has(key)) this.#digests.delete(key);
  }

  size(): number {
    this.#forgetExpired();
    return this.#nextId - this.#liveFrom + this.#digests.size;
  }

  peak(): number {
    return this.#peak;
  }

  page({ deviceId, after, limit }: PageQuery): ReadingPage {
    const rows = this.#page.all(deviceId, after ?? -1, limit + 1);
    const more = rows.length > limit;
    const page = rows.slice(0, limit);
    const last = page.at(-1)?.[0];
    if (!more || last === undefined)
      return { readings: page.map((row) => stored(deviceId, row)), next: null };
    // All that has the number of the last one, or the next page would pass over the rest.
    const readings = [
      ...page.filter(([sequenceId]) => sequenceId !== last),
      ...this.#atKey.all(deviceId, last),
    ].map((row) => stored(deviceId, row));
    return { readings, next: Number(last) };
  }

  close(): void {
    this.#queue.flush();
    if (!this.#databaseStays) closeDatabase(this.#database);
  }

  #isLive(storedAtMs: number): boolean {
    return this.#now() - storedAtMs < this.#ttlMs;
  }

  #write(batch: readonly Row[]): void {
    const database = this.#database;
    const storedAtMs = this.#now();
    let id = this.#nextId;
    try {
      database.exec('BEGIN IMMEDIATE');
      for (const { digest, message } of batch) {
        const { device_id, sequence_id, timestamp, values } = message;
        this.#insert.first(
          id,
          device_id,
          sequence_id,
          timestamp,
          JSON.stringify(values),
          durableDigest(digest),
          storedAtMs,
        );
        id += 1;
      }
      this.#takeAway(storedAtMs);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
    this.#nextId = id;
  }

  /** The oldest rows past their time, in the transaction that is open. */
  #takeAway(nowMs: number): void {
    if (this.#retainMs === null) return;
    const [first] = this.#first.first() ?? [];
    if (typeof first === 'number')
      this.#prune.first(Math.min(first + PRUNED_MAX, this.#liveFrom), nowMs - this.#retainMs);
  }

  /** Times never fall from row to row: leaps, then halves, find the first row that is remembered. */
  #forgetExpired(): void {
    const isForgotten = (id: number): boolean => {
      if (id >= this.#nextId) return false;
      const [storedAtMs] = this.#storedAt.first(id) ?? [];
      return !this.#isLive(Number(storedAtMs));
    };
    let leap = 1;
    while (isForgotten(this.#liveFrom + leap - 1)) leap *= 2;
    let [low, high] = [this.#liveFrom, this.#liveFrom + leap - 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (isForgotten(middle)) low = middle + 1;
      else high = middle;
    }
    this.#liveFrom = Math.min(low, this.#nextId);
  }
}

function stored(deviceId: string, row: readonly Cell[]): StoredReading {
  const [sequenceId, timestamp, values, storedAtMs] = row;
  const parsed: Values = JSON.parse(String(values));
  return {
    device_id: deviceId,
    sequence_id: Number(sequenceId),
    timestamp: String(timestamp),
    values: parsed,
    stored_at: new Date(Number(storedAtMs)).toISOString(),
  };
}
