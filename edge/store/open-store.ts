import { randomUUID } from 'node:crypto';
import type { Log, PlainClock } from '../../ports/index.ts';
import { afterTurn } from '../../program/index.ts';
import { CLAIM_LEASE_MS } from './claim-lease.ts';
import { MemoryReadingStore } from './memory-reading-store.ts';
import { ReadingsAtHand } from './readings-at-hand.ts';
import type { ReadingStore } from './reading-store.ts';
import type { StorePlace } from './store-place.ts';

export interface OpenStoreOptions {
  readonly clock: PlainClock;
  readonly log: Log;
  readonly dedupe: {
    readonly ttlMs: number;
    /** Keys that are kept in memory; those of a store that is not are bounded by its disk alone. */
    readonly limit: number;
  };
  /** Readings are taken away at this age; null: they stay. In memory each stays as long as its key. */
  readonly retainMs: number | null;
}

/**
 * Opens a store for real. A library is loaded only by who needs it, which takes longer than all the rest of a start.
 * @throws {StoreFileError} when a file will not do.
 */
export async function openStore(
  place: StorePlace,
  { clock, log, dedupe, retainMs }: OpenStoreOptions,
): Promise<ReadingStore> {
  switch (place.kind) {
    case 'memory':
      return new MemoryReadingStore({ clock, ...dedupe, readings: new ReadingsAtHand(clock) });
    case 'sqlite': {
      const { openDatabase, SqliteReadingStore } = await import('./sqlite/index.ts');
      return new SqliteReadingStore({
        database: openDatabase(place.file),
        clock,
        ttlMs: dedupe.ttlMs,
        limit: Number.MAX_SAFE_INTEGER,
        retainMs,
        // What came while the last sync ran is read from its sockets within one turn.
        gather: afterTurn,
        sync: (then) => then(),
      });
    }
    case 'redis': {
      const { connectToRedis, RedisReadingStore } = await import('./redis/index.ts');
      return new RedisReadingStore({
        redis: connectToRedis(place.url, log),
        clock,
        prefix: 'petrel',
        owner: randomUUID(),
        ttlMs: dedupe.ttlMs,
        limit: Number.MAX_SAFE_INTEGER,
        retainMs,
        leaseMs: CLAIM_LEASE_MS,
      });
    }
  }
}
