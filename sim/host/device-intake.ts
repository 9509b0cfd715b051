import type { Reading } from '../../protocol/index.ts';
import type { DeviceUnderTest } from '../../ports/index.ts';
import type { DeviceBoot } from './device-boot.ts';
import { numberGiven } from './reading-number.ts';
import type { Birth } from './wire/births.ts';
import type { DevicePage } from './wire/wire-book.ts';
import type { WorldServices } from './world-services.ts';

/** What became of a reading that was handed to the device. `cut`: the power went meanwhile. */
type Taken =
  | { readonly kind: 'taken' | 'cut'; readonly number: number | null }
  | { readonly kind: 'refused' };

export interface DeviceIntakeOptions {
  readonly world: Pick<WorldServices, 'kernel' | 'record' | 'recordBefore'>;
  readonly id: string;
  readonly page: DevicePage | undefined;
  /** Null: it is down. */
  readonly running: () => DeviceBoot | null;
  /** Whether an error is the word of a full disk. */
  readonly isRefusal: (error: unknown) => boolean;
}

/** Hands what the sensor has to the device, and tells the trace what came of it. */
export class DeviceIntake {
  readonly #options: DeviceIntakeOptions;
  #isUsedUp = false;

  constructor(options: DeviceIntakeOptions) {
    this.#options = options;
  }

  /** A device that is down or not ready takes none. */
  skip(): void {
    const { world, id } = this.#options;
    world.record({ at: world.kernel.nowUs, kind: 'sample_skipped', device: id });
  }

  /** The device says, of the reading in its hands if any, that it has no number left. */
  usedUp(): void {
    this.#isUsedUp = true;
  }

  /** To be called in the scope of the device. */
  give(device: DeviceUnderTest, reading: Reading): void {
    const { world, id, page } = this.#options;
    const at = world.kernel.nowUs;
    // A copy, for the device may change what it was given.
    const { timestamp } = reading;
    const values = { ...reading.values };
    const birth = page?.born({ timestamp, values });
    world.recordBefore(
      () => this.#taken(device, reading, birth),
      (taken) => {
        switch (taken.kind) {
          case 'taken':
            return { at, kind: 'reading_recorded', device: id, reading: taken.number, timestamp, values };
          case 'refused':
            return { at, kind: 'sample_skipped', device: id };
          case 'cut':
            return { at, kind: 'recording_cut', device: id, reading: taken.number, timestamp, values };
        }
      },
    );
  }

  /** A device that hands on what its full disk says has not taken the reading: the sensor hears of it. */
  #taken(device: DeviceUnderTest, reading: Reading, birth: Birth | undefined): Taken {
    const { page, running, isRefusal } = this.#options;
    const before = running();
    this.#isUsedUp = false;
    try {
      const number = numberGiven(device.record(reading), page, birth);
      if (this.#isUsedUp && number === null) return this.#refused(birth);
      return { kind: running() === before ? 'taken' : 'cut', number };
    } catch (error) {
      if (running() !== before) return { kind: 'cut', number: null };
      if (!isRefusal(error)) throw error;
      return this.#refused(birth);
    }
  }

  #refused(birth: Birth | undefined): Taken {
    if (birth !== undefined) this.#options.page?.refused(birth);
    return { kind: 'refused' };
  }
}
