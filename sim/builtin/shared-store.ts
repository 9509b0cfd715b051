import type { ClaimResult, EdgeSettings, ReadingStore } from '../../edge/index.ts';
import type { StoreSettings } from '../../edge/settings.ts';
import { CLAIM_LEASE_MS } from '../../edge/store/claim-lease.ts';
import { MemoryReadingStore } from '../../edge/store/memory-reading-store.ts';
import type { Clock, Disk, EdgeEnv } from '../../ports/index.ts';
import type { Message } from '../../protocol/index.ts';
import { sharedDisk } from '../host/index.ts';

/** A key that somebody holds. */
interface Claim {
  readonly owner: SharedStore;
  readonly atMs: number;
}

/** What the server has, which no edge takes with it. */
interface Server {
  /** Its own: it goes on over the boots of every edge. */
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly store: MemoryReadingStore;
  readonly claims: Map<string, Claim>;
}

/** By the disk that all instances of an edge have. */
const SERVERS = new WeakMap<Disk, Server>();

/**
 * The store of Redis as edges have it for real: a server that all instances share and that outlives them. Each step is one
 * on the server, and takes virtual time; an edge that crashes before it is over has not taken it. What an edge claimed is
 * free again a while after its crash.
 */
export function sharedStore(
  { clock, disk }: EdgeEnv,
  { ttlMs }: EdgeSettings['dedupe'],
  { syncMs }: StoreSettings,
): ReadingStore {
  const shared = sharedDisk(disk);
  const server = SERVERS.get(shared) ?? {
    // That of the edge which asked first, and which is asked for nothing but the time.
    clock,
    store: new MemoryReadingStore({ clock, ttlMs, limit: Number.MAX_SAFE_INTEGER }),
    claims: new Map<string, Claim>(),
  };
  SERVERS.set(shared, server);
  return new SharedStore(server, clock, syncMs);
}

/** One edge's way to the server. */
class SharedStore implements ReadingStore {
  readonly limit: number;
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #takesMs: number;

  constructor(server: Server, clock: Clock, takesMs: number) {
    this.limit = server.store.limit;
    this.#server = server;
    this.#clock = clock;
    this.#takesMs = takesMs;
  }

  claim(key: string, digest: string): Promise<ClaimResult> {
    return this.#ask(() => {
      const { clock, store, claims } = this.#server;
      const held = claims.get(key);
      if (held !== undefined && clock.monotonic() - held.atMs >= CLAIM_LEASE_MS) this.#free(key);
      const result = store.claim(key, digest);
      if (result === 'claimed') claims.set(key, { owner: this, atMs: clock.monotonic() });
      return result;
    });
  }

  commit(key: string, message: Message): Promise<void> {
    return this.#ask(() => {
      const { store, claims } = this.#server;
      if (claims.get(key)?.owner !== this) throw new Error('commit of a key that is not claimed');
      store.commit(key, message);
      claims.delete(key);
    });
  }

  release(key: string): Promise<void> {
    return this.#ask(() => {
      if (this.#server.claims.get(key)?.owner === this) this.#free(key);
    });
  }

  size(): number {
    return this.#server.store.size();
  }

  peak(): number {
    return this.#server.store.peak();
  }

  /** The server goes on for the others. */
  close(): void {}

  #free(key: string): void {
    this.#server.claims.delete(key);
    this.#server.store.release(key);
  }

  #ask<Value>(step: () => Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#clock.setTimeout(() => {
        try {
          resolve(step());
        } catch (error) {
          reject(error);
        }
      }, this.#takesMs);
    });
  }
}
