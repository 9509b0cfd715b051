import type { OpenCount } from './device-book.ts';
import { DeviceBook } from './device-book.ts';
import type { EntryState } from './reading-entry.ts';

/** The books of a fleet, one for each device. */
export class LedgerBooks {
  readonly #books = new Map<string, DeviceBook>();
  readonly #fleet: OpenCount = { open: 0 };
  #last: DeviceBook | null = null;

  /** Readings that were born or sent and have not come to an end. */
  get openReadings(): number {
    return this.#fleet.open;
  }

  /** Made as needed. Events come in bursts: the device is mostly that of the event before. */
  of(device: string): DeviceBook {
    if (this.#last?.device === device) return this.#last;
    let book = this.#books.get(device);
    if (book === undefined) {
      book = new DeviceBook(device, this.#fleet);
      this.#books.set(device, book);
    }
    this.#last = book;
    return book;
  }

  /** Undefined: nothing was heard of the device. */
  find(device: string): DeviceBook | undefined {
    return this.#books.get(device);
  }

  /** The entry of a reading, if there is one. */
  known(device: string, reading: number | null): EntryState | null {
    return reading === null ? null : (this.of(device).entries.get(reading) ?? null);
  }

  all(): Iterable<DeviceBook> {
    return this.#books.values();
  }
}
