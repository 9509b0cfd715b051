import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Begins to count at the milliseconds of its boot, which nobody has had before, and past all that waits: no counter on a disk is needed. */
class NumbersFromItsClock extends PlainDevice {
  #next = this.env.clock.now();

  protected override nextNumber(): number {
    return this.#next;
  }

  protected override takeNumber(): number {
    this.#next += 1;
    return this.#next - 1;
  }

  protected override recover(): void {
    super.recover();
    this.#next = Math.max(this.#next, ...[...this.outbox.keys()].map((number) => number + 1));
  }
}

export const numbersFromItsClock: DeviceFactory = (env) => new NumbersFromItsClock(env).boot();
