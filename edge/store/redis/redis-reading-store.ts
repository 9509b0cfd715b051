import type { Redis } from 'ioredis';
import type { PlainClock, TimerHandle } from '../../../ports/index.ts';
import type { Message } from '../../../protocol/index.ts';
import { durableDigest } from '../durable-digest.ts';
import type { PageQuery, ReadingPage } from '../reading-page.ts';
import type { ClaimResult, ReadingStore } from '../reading-store.ts';
import type { Script } from './script.ts';
import { CLAIM, COMMIT, COUNT, PAGE, RELEASE } from './scripts.ts';
import { pageOf } from './stream-entries.ts';

/** How often Redis is asked how many keys it holds, and is told what it could not be told while it was away. */
const REFRESH_MS = 1_000;

export interface RedisStoreOptions {
  /** The store ends the connection. */
  readonly redis: Redis;
  /** What the keys of Redis begin with; in braces, so that a cluster keeps them together. */
  readonly prefix: string;
  /** Unlike that of any other edge, and of this one before its last start. */
  readonly owner: string;
  readonly ttlMs: number;
  readonly limit: number;
  /** Readings leave the stream at about this age; null: they stay. */
  readonly retainMs: number | null;
  /** A claim holds its key for so long, whatever became of its edge. Who commits later has lost it. */
  readonly leaseMs: number;
  readonly clock: Pick<PlainClock, 'setTimeout' | 'clearTimeout'>;
  /** Instead of the time of the server, in ms, for tests. */
  readonly nowMs?: () => number;
}

const CLAIM_RESULTS: readonly ClaimResult[] = ['claimed', 'in-progress', 'duplicate', 'conflict', 'full'];

/**
 * Readings in a Redis that many edges share: each step is a script, which Redis runs as one. Readings go to a stream, for
 * whoever reads it with XREAD, and are read back by device. What is durable about it is up to that Redis (`appendfsync always`). Each method rejects
 * while Redis is away.
 */
export class RedisReadingStore implements ReadingStore {
  readonly limit: number;
  readonly #options: RedisStoreOptions;
  readonly #keys: readonly string[];
  readonly #tokens = new Map<string, string>();
  readonly #digests = new Map<string, string>();
  /** Claims that are given up, by token, and Redis does not know it yet. */
  readonly #owed = new Map<string, string>();
  #timer: TimerHandle;
  #claims = 0;
  #size = 0;
  #peak = 0;

  constructor(options: RedisStoreOptions) {
    this.#options = options;
    this.limit = options.limit;
    this.#keys = ['held', 'known', 'readings'].map((name) => `{${options.prefix}}:${name}`);
    this.#timer = options.clock.setTimeout(() => this.#refreshLater(), REFRESH_MS);
  }

  async claim(key: string, digest: string): Promise<ClaimResult> {
    this.#claims += 1;
    const token = `${this.#options.owner}/${this.#claims}`;
    const durable = durableDigest(digest);
    let said: unknown;
    try {
      said = await this.#run(CLAIM, [key, durable, token, this.#options.leaseMs, this.limit]);
    } catch (error) {
      // Nobody knows whether Redis has it.
      this.#owed.set(token, key);
      throw error;
    }
    const result = CLAIM_RESULTS.find((each) => each === said);
    if (result === undefined) throw new Error(`Redis answers a claim with ${JSON.stringify(said)}`);
    if (result === 'claimed') {
      this.#tokens.set(key, token);
      this.#digests.set(key, durable);
    }
    return result;
  }

  async commit(key: string, message: Message): Promise<void> {
    const { ttlMs, retainMs } = this.#options;
    const { device_id, sequence_id, timestamp, values } = message;
    const said = await this.#run(COMMIT, [
      key,
      this.#digests.get(key) ?? '',
      this.#tokens.get(key) ?? '',
      ttlMs,
      retainMs ?? '',
      device_id,
      sequence_id,
      timestamp,
      JSON.stringify(values),
    ]);
    if (said !== 'committed') throw new Error('commit of a key that is not claimed');
    this.#forget(key);
  }

  async release(key: string): Promise<void> {
    const token = this.#tokens.get(key);
    if (token === undefined) return;
    this.#forget(key);
    this.#owed.set(token, key);
    await this.#giveUp(key, token);
  }

  async page({ deviceId, after, limit }: PageQuery): Promise<ReadingPage> {
    const [, , entries, last] = await this.#ask(PAGE, [deviceId, after ?? '', limit]);
    return pageOf(entries, last);
  }

  /** As Redis said last. */
  size(): number {
    return this.#size;
  }

  /** The most that this edge has heard of. */
  peak(): number {
    return this.#peak;
  }

  /** Asks Redis how many keys are held; what it answers is the next `size`. */
  async refresh(): Promise<void> {
    await this.#run(COUNT, []);
  }

  async #giveUp(key: string, token: string): Promise<void> {
    await this.#run(RELEASE, [key, token]);
    this.#owed.delete(token);
  }

  #refreshLater(): void {
    // Redis may be away: then all stays as it is.
    this.refresh()
      .then(() => Promise.all([...this.#owed].map(([token, key]) => this.#giveUp(key, token))))
      .catch(() => {});
    this.#timer = this.#options.clock.setTimeout(() => this.#refreshLater(), REFRESH_MS);
  }

  close(): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#options.redis.disconnect();
  }

  isUp(): boolean {
    return this.#options.redis.status === 'ready';
  }

  #forget(key: string): void {
    this.#tokens.delete(key);
    this.#digests.delete(key);
  }

  /** The word that a script answers with. */
  async #run(script: Script, values: readonly (string | number)[]): Promise<unknown> {
    const [word] = await this.#ask(script, values);
    return word;
  }

  /** Each script answers with a word and how many keys are held; some say more. */
  async #ask(script: Script, values: readonly (string | number)[]): Promise<readonly unknown[]> {
    const { redis, nowMs } = this.#options;
    const said = await script.run(redis, this.#keys, [nowMs?.() ?? '', ...values]);
    const answer: readonly unknown[] = Array.isArray(said) ? said : [];
    const [, size] = answer;
    if (typeof size === 'number') {
      this.#size = size;
      this.#peak = Math.max(this.#peak, size);
    }
    return answer;
  }
}
