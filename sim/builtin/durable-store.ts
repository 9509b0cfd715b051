import type { EdgeSettings, ReadingStore } from '../../edge/index.ts';
import type { StoreSettings } from '../../edge/settings.ts';
import type { Database } from '../../edge/store/sqlite/index.ts';
import type { Disk, EdgeEnv } from '../../ports/index.ts';
import { lastingDisk } from '../host/index.ts';

/** What has been synced to the disk of an edge, which outlives the boots of the edge. */
const ON_DISK = new WeakMap<Disk, Database>();

/**
 * The store of SQLite as the edge has it for real, on a simulated disk: a transaction is there as a whole once its sync is
 * over, which takes virtual time, and what a crash comes upon before that is gone.
 */
export async function durableStore(
  { clock, disk }: EdgeEnv,
  { ttlMs }: EdgeSettings['dedupe'],
  { syncMs }: StoreSettings,
): Promise<ReadingStore> {
  const { databaseInMemory, SqliteReadingStore } = await import('../../edge/store/sqlite/index.ts');
  const lasting = lastingDisk(disk);
  const database = ON_DISK.get(lasting) ?? databaseInMemory();
  ON_DISK.set(lasting, database);
  const after = (delayMs: number, then: () => void): void => void clock.setTimeout(then, delayMs);
  return new SqliteReadingStore({
    database,
    // The next boot finds it as it is: it goes with its disk.
    databaseStays: true,
    clock,
    ttlMs,
    limit: Number.MAX_SAFE_INTEGER,
    retainMs: null,
    gather: (then) => after(0, then),
    sync: (then) => after(syncMs, then),
  });
}
