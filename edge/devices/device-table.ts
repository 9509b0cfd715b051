import { instantMs } from '../../protocol/index.ts';
import type { Message } from '../../protocol/index.ts';
import type { Log, PlainClock } from '../../ports/index.ts';

/** Devices that are watched; one more takes the place of the one that has been silent for longest. */
export const DEVICES_MAX = 100_000;

/**
 * So many numbers nobody loses in a row: a device whose disk does not tell which numbers it has used goes on beyond all of them,
 * by the milliseconds since 1970.
 */
const JUMP_MIN = 1_000_000_000;

/** What is known of one device since the edge started. */
export interface DeviceReport {
  readonly device_id: string;
  /** When the last of its readings came, ISO 8601. */
  readonly last_seen: string;
  /** The greatest number that came. */
  readonly last_sequence_id: number;
  readonly readings: number;
  /** Numbers between the least and the greatest that did not come, jumps aside. */
  readonly gaps: number;
  readonly duplicates: number;
  /** How far ahead the clock of the device was at its last reading, with the time on the way in it; below 0: behind. */
  readonly clock_ahead_ms: number;
  readonly silent: boolean;
}

interface Device {
  lastSeenMs: number;
  /** Wall clock, for people. */
  lastSeenAt: number;
  least: number;
  greatest: number;
  /** Numbers that it has left out on purpose. */
  jumped: number;
  readings: number;
  duplicates: number;
  clockAheadMs: number;
  isSilent: boolean;
}

export interface DeviceTableOptions {
  readonly clock: Pick<PlainClock, 'now' | 'monotonic'>;
  readonly log: Log;
  /** Without a reading for so long a device is silent; null: none is. */
  readonly silentAfterMs: number | null;
}

/** Who sends, and who has fallen silent. */
export class DeviceTable {
  readonly #options: DeviceTableOptions;
  /** In the order of their last readings. */
  readonly #devices = new Map<string, Device>();

  constructor(options: DeviceTableOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#devices.size;
  }

  get silent(): number {
    let count = 0;
    for (const { isSilent } of this.#devices.values()) if (isSilent) count += 1;
    return count;
  }

  stored({ device_id, sequence_id, timestamp }: Message): void {
    const { clock, log } = this.#options;
    const known = this.#devices.get(device_id);
    const device: Device = known ?? {
      lastSeenMs: 0,
      lastSeenAt: 0,
      least: sequence_id,
      greatest: sequence_id,
      jumped: 0,
      readings: 0,
      duplicates: 0,
      clockAheadMs: 0,
      isSilent: false,
    };
    device.lastSeenMs = clock.monotonic();
    device.lastSeenAt = clock.now();
    const leftOut = Math.max(sequence_id - device.greatest, device.least - sequence_id) - 1;
    if (leftOut >= JUMP_MIN) device.jumped += leftOut;
    device.least = Math.min(device.least, sequence_id);
    device.greatest = Math.max(device.greatest, sequence_id);
    device.readings += 1;
    device.clockAheadMs = instantMs(timestamp) - device.lastSeenAt;
    if (device.isSilent) log('info', 'device_back', { device_id });
    device.isSilent = false;
    // To the end of the order.
    this.#devices.delete(device_id);
    this.#devices.set(device_id, device);
    const [longest] = this.#devices.keys();
    if (this.#devices.size > DEVICES_MAX && longest !== undefined) this.#devices.delete(longest);
  }

  duplicate(deviceId: string): void {
    const device = this.#devices.get(deviceId);
    if (device !== undefined) device.duplicates += 1;
  }

  /** Says once of each device that it has fallen silent. To be called now and then. */
  look(): void {
    const { clock, log, silentAfterMs } = this.#options;
    if (silentAfterMs === null) return;
    for (const [device_id, device] of this.#devices) {
      if (clock.monotonic() - device.lastSeenMs < silentAfterMs) return;
      if (device.isSilent) continue;
      device.isSilent = true;
      log('warn', 'device_silent', { device_id, last_seen: new Date(device.lastSeenAt).toISOString() });
    }
  }

  /** Sorted by id. */
  report(): readonly DeviceReport[] {
    return [...this.#devices]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([device_id, device]) => ({
        device_id,
        last_seen: new Date(device.lastSeenAt).toISOString(),
        last_sequence_id: device.greatest,
        readings: device.readings,
        // A number that was stored twice, after its key was forgotten, must not hide one that is missing for ever.
        gaps: Math.max(0, device.greatest - device.least + 1 - device.jumped - device.readings),
        duplicates: device.duplicates,
        clock_ahead_ms: device.clockAheadMs,
        silent: device.isSilent,
      }));
  }
}

/** The same log, which also tells the table of duplicates. */
export function watchingLog(log: Log, table: DeviceTable): Log {
  const watching = (...[level, event, fields]: Parameters<Log>): void => {
    if (event === 'duplicate_detected' && typeof fields['device_id'] === 'string')
      table.duplicate(fields['device_id']);
    log(level, event, fields);
  };
  const hears: NonNullable<Log['hears']> = (level, event) =>
    event === 'duplicate_detected' || log.hears?.(level, event) !== false;
  return Object.assign(watching, { hears });
}
