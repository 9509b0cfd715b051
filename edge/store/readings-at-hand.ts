import type { Clock } from '../../ports/index.ts';
import type { Message } from '../../protocol/index.ts';
import { partsOfKey } from '../message/digest.ts';
import type { PageQuery, ReadingPage, StoredReading } from './reading-page.ts';

/**
 * Readings in memory, to be read back in pages. Each number of a device is there once. Adding and removing cost the same however
 * many there are, and who asks for a page pays for the order: far more readings come than are asked for.
 */
export class ReadingsAtHand {
  readonly #clock: Pick<Clock, 'now'>;
  /** Of each device, by sequence id. */
  readonly #byDevice = new Map<string, Map<number, StoredReading>>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  add({ device_id, sequence_id, timestamp, values }: Message): void {
    const stored_at = new Date(this.#clock.now()).toISOString();
    const reading = { device_id, sequence_id, timestamp, values, stored_at };
    const readings = this.#byDevice.get(device_id);
    if (readings === undefined) this.#byDevice.set(device_id, new Map([[sequence_id, reading]]));
    else readings.set(sequence_id, reading);
  }

  /** By its idempotency key. */
  remove(key: string): void {
    const [deviceId, sequenceId] = partsOfKey(key);
    const readings = this.#byDevice.get(deviceId);
    readings?.delete(sequenceId);
    if (readings?.size === 0) this.#byDevice.delete(deviceId);
  }

  page({ deviceId, after, limit }: PageQuery): ReadingPage {
    const all = this.#byDevice.get(deviceId)?.values() ?? [];
    const rest = [...all].filter(({ sequence_id }) => after === null || sequence_id > after);
    const readings = rest.toSorted((a, b) => a.sequence_id - b.sequence_id).slice(0, limit);
    const next = rest.length > limit ? (readings.at(-1)?.sequence_id ?? null) : null;
    return { readings, next };
  }

  clear(): void {
    this.#byDevice.clear();
  }
}
