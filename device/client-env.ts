import type { Disk, Log, PlainClock, Random, RetryPolicy, Send } from '../ports/index.ts';

/** What a device is in. Devices may share all of it but `id` and `disk`. */
export interface Surroundings {
  /** Matches `^[A-Za-z0-9._-]{1,64}$`. */
  readonly id: string;
  /** Where readings go, e.g. `http://localhost:8000/ingest`. */
  readonly edgeUrl: string;
  readonly clock: PlainClock;
  readonly random: Random;
  readonly log: Log;
  /** This device's alone. What is synced on it is found again at the next boot. */
  readonly disk: Disk;
}

/** Everything a client works with. */
export interface ClientEnv extends Surroundings {
  readonly send: Send;
  readonly policy: RetryPolicy;
  readonly deadLettersMax: number;
  /** Whether a reading that others than the edge answer is held beyond its retries. */
  readonly holds: boolean;
  /** Whether a reading whose number belongs to another one gets a new number. */
  readonly renumbers: boolean;
  /** Called when nothing waits any more and no copy is under way. */
  readonly onIdle: (() => void) | undefined;
}
