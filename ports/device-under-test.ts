import type { Reading } from '../protocol/index.ts';
import type { Clock } from './clock.ts';
import type { Disk } from './disk.ts';
import type { Fetch } from './fetch.ts';
import type { Log } from './log.ts';
import type { Random } from './random.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { Send } from './send.ts';

export interface DeviceEnv {
  readonly id: string;
  /** Where readings go, e.g. `http://edge.petrel/ingest`. */
  readonly edgeUrl: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
  /**
   * A line with a `sequence_id`, a number or a text, may say what becomes of that reading. Its end: `telemetry_acknowledged`,
   * `duplicate_acknowledged`, `packet_dropped`, `permanent_error_received`, `retries_exhausted`, `outbox_overflow`. No end, and
   * a promise: `telemetry_parked`, of what is set aside to be sent again later, which `pending()` goes on to list.
   */
  readonly log: Log;
  readonly disk: Disk;
  readonly policy: RetryPolicy;
  /** A way beside `fetch` that makes no promises: for our own device, with the transport `direct`. A run is the same by either. */
  readonly send?: Send;
  /** The `device` section of the resolved scenario. */
  readonly config: unknown;
}

export interface DeviceUnderTest {
  /** Takes one reading to deliver. May return the id it gave it, so that the ledger knows it from birth. */
  record(reading: Reading): number | string | void;
  /** False while the device takes no readings (a full outbox that blocks): the sensor skips a sample. */
  ready?(): boolean;
  /**
   * Promises that all work is done within the calls of the harness, timers of `env.clock` and the callbacks of
   * `env.send`, never after an `await`.
   */
  readonly synchronous?: true;
  /** Ids of those that wait to be delivered still. Without it, a reading without an end counts as lost. */
  pending?(): Iterable<number | string>;
  /** Readings that wait now, and the most that may. */
  outbox?(): { readonly size: number; readonly limit: number };
  /** Takes a new `device` section while it runs. */
  reconfigure?(config: unknown): void;
  /** At the end of a run, when time is over: no timer fires any more. */
  stop?(): void | Promise<void>;
}

/** Called at each boot, first or later; `env.disk` holds what the boots before it synced. */
export type DeviceFactory = (env: DeviceEnv) => DeviceUnderTest | Promise<DeviceUnderTest>;
