import { isDone } from '../../ledger/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import { Distribution } from './distribution.ts';

/** Who the devices of a run are, where they differ. */
export interface DeviceGroups {
  /** In the order of the scenario. */
  readonly names: readonly string[];
  readonly sizes: readonly number[];
  /** The place of a device's group in that order. */
  readonly of: (device: string) => number;
}

/** What became of the readings of one group. */
export interface GroupSummary {
  readonly name: string;
  readonly devices: number;
  readonly generated: number;
  /** Null: the edge does not say what it stores. */
  readonly stored: number | null;
  readonly acknowledged: number;
  /** Requests sent for them, announced second copies aside. */
  readonly attempts: number;
  /** Of those sent at least once; null where none was. */
  readonly attemptsPerReading: number | null;
  /** Milliseconds from birth to acknowledgement; null where none was acknowledged. */
  readonly latency: {
    readonly meanMs: number | null;
    readonly p50Ms: number | null;
    readonly p99Ms: number | null;
  };
}

interface Tally {
  generated: number;
  stored: number;
  acknowledged: number;
  attempts: number;
  attempted: number;
  readonly latencyUs: Distribution;
}

/** The readings of a run by the group of their device. It follows no events: the ledger tells of each reading once. */
export class GroupMeter {
  readonly #groups: DeviceGroups;
  readonly #tallies: readonly Tally[];

  constructor(ledger: Pick<Ledger, 'onClosed'>, groups: DeviceGroups) {
    this.#groups = groups;
    this.#tallies = groups.names.map(() => ({
      generated: 0,
      stored: 0,
      acknowledged: 0,
      attempts: 0,
      attempted: 0,
      latencyUs: new Distribution(),
    }));
    if (groups.names.length === 0) return;
    ledger.onClosed(({ entry, end }) => {
      const tally = this.#tallies[groups.of(entry.device)];
      if (tally === undefined) return;
      tally.generated += 1;
      if (entry.storedTimes > 0) tally.stored += 1;
      if (entry.attempts > 0) tally.attempted += 1;
      tally.attempts += entry.attempts;
      if (!isDone(end)) return;
      tally.acknowledged += 1;
      if (entry.bornAt !== null && entry.endedAt !== null) tally.latencyUs.add(entry.endedAt - entry.bornAt);
    });
  }

  /** Call after the ledger was concluded. @param storedIsTold whether the edge says what it stores */
  conclude(storedIsTold: boolean): readonly GroupSummary[] {
    const ms = (us: number | null): number | null => (us === null ? null : us / 1000);
    const { names, sizes } = this.#groups;
    return this.#tallies.map(({ latencyUs, attempted, ...tally }, index) => ({
      name: names[index] ?? '',
      devices: sizes[index] ?? 0,
      generated: tally.generated,
      stored: storedIsTold ? tally.stored : null,
      acknowledged: tally.acknowledged,
      attempts: tally.attempts,
      attemptsPerReading: attempted === 0 ? null : tally.attempts / attempted,
      latency: {
        meanMs: ms(latencyUs.mean),
        p50Ms: ms(latencyUs.percentile(0.5)),
        p99Ms: ms(latencyUs.percentile(0.99)),
      },
    }));
  }
}

/** Of a fleet whose devices are all alike. */
export const NO_GROUPS: DeviceGroups = { names: [], sizes: [], of: () => 0 };
