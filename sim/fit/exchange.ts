/** How a client learnt that its request failed. */
export type Failure = 'refused' | 'reset' | 'timeout';

/** One attempt of a client, as a log tells of it. What the log does not tell is null. */
export interface Exchange {
  /** When it began, in ms since the epoch. */
  readonly atMs: number;
  /** Who sent it: a device id, or the address that it came from. */
  readonly device: string | null;
  /** What it carried: the same for all attempts to deliver one reading. */
  readonly reading: string | null;
  /** HTTP status; null where no answer was seen. */
  readonly status: number | null;
  /** From sending to the answer, without the time that the edge is known to have taken, in ms. */
  readonly roundTripMs: number | null;
  /** Whether the edge got it. */
  readonly reached: boolean | null;
  readonly failure: Failure | null;
}

/** Who wrote the log: a client sees losses, a server only what reached it. */
export type Side = 'client' | 'server';

/** Answers within one span of time, by status; what got no answer is counted as status 0. */
export interface Tally {
  readonly fromMs: number;
  readonly toMs: number;
  readonly byStatus: ReadonlyMap<number, number>;
}

/** A histogram's upper bounds in ms, least first, each with how many values were at most that. */
export interface Bucket {
  readonly upToMs: number;
  readonly count: number;
}

/** All that was read of one file. */
export interface FleetLog {
  /** What kind of log it is, in words: "an access log". */
  readonly kind: string;
  readonly side: Side;
  /** In order of time. Empty where the file holds counters only. */
  readonly exchanges: readonly Exchange[];
  /** In order of time, where the file holds counters. */
  readonly tallies: readonly Tally[];
  /** Latencies where only their histogram is known. */
  readonly buckets: readonly Bucket[];
  /** How finely the log tells time, in ms. */
  readonly resolutionMs: number;
  /** Whether `device` is an address: several devices may share one. */
  readonly devicesAreAddresses: boolean;
  /** Entries that could not be understood, with the first of them. */
  readonly skipped: { readonly count: number; readonly first: string | null };
}

/** A file that no scenario can be made of. The message says what was found and what is wanted. */
export class UnreadableLog extends Error {
  override readonly name = 'UnreadableLog';
}
