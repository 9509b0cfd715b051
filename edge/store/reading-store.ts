import type { Message } from '../../protocol/index.ts';
import type { PageQuery, ReadingPage } from './reading-page.ts';

/**
 * What a store says to somebody who wants to store a reading under a key:
 * - `claimed`: go on, the key is yours until you commit or release it;
 * - `in-progress`: somebody else holds it (whatever its payload), and may fail still;
 * - `duplicate`: committed before, with the same digest;
 * - `conflict`: committed before, with another digest;
 * - `full`: no place for one more key, and none that may be forgotten yet.
 */
export type ClaimResult = 'claimed' | 'in-progress' | 'duplicate' | 'conflict' | 'full';

/**
 * Where readings go, each at most once for each key (`device_id/sequence_id`, as `idempotencyKey` makes it) within the time
 * a key is remembered. Claim, then commit or release. A store that can answer at once answers without a promise. Any
 * method may throw or reject when the store is down; then it must have changed nothing.
 */
export interface ReadingStore {
  claim(key: string, digest: string): ClaimResult | Promise<ClaimResult>;
  /** Stores the reading and marks its key committed, in one step. Throws `… not claimed` otherwise. */
  commit(key: string, message: Message): void | Promise<void>;
  /** Gives a claim up, so that the next may try. A key that is committed or unknown is left as it is. */
  release(key: string): void | Promise<void>;
  /** Keys held now, in progress or committed; those past their time do not count. */
  size(): number;
  /** The most keys ever held at once. */
  peak(): number;
  /** The most keys that may be held at once. */
  readonly limit: number;
  /** Readings that are stored, page by page. Without it they can't be read back here. */
  page?(query: PageQuery): ReadingPage | Promise<ReadingPage>;
  /** Whether it takes readings, as far as it knows. Without it: as long as it does not fail. */
  isUp?(): boolean;
  close(): void | Promise<void>;
}
