import type { Message } from '../../protocol/index.ts';

/** Which readings are wanted back. */
export interface PageQuery {
  readonly deviceId: string;
  /** Only those with a greater sequence id; null: from the first. */
  readonly after: number | null;
  /** 1 or more. */
  readonly limit: number;
}

/** A reading as it was stored. */
export interface StoredReading extends Message {
  /** ISO 8601 in UTC, by the clock of the edge. */
  readonly stored_at: string;
}

export interface ReadingPage {
  /** By sequence id. One number that was stored twice, after its key was forgotten, is there twice, never on two pages. */
  readonly readings: readonly StoredReading[];
  /** What to give as `after` for the next page; null: this is the last. */
  readonly next: number | null;
}
