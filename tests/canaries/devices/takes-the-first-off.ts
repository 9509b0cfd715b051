import type { DeviceFactory } from '../../../ports/index.ts';
import type { Reading } from '../../../protocol/index.ts';
import { createPolicy, DEFAULT_DEVICE_SETTINGS } from '../../../device/index.ts';
import { PlainDevice } from '../plain-device.ts';

const LIMIT = 1_000;

/** So often that a list gets shorter again. */
export const soon = createPolicy({ ...DEFAULT_DEVICE_SETTINGS.policy, capMs: 30_000, retries: 200 });

/**
 * Keeps the last thousand readings in a list, and sends the first of it. What is done is taken off at the head, where another stands by
 * then if the list has overflowed meanwhile.
 */
class TakesTheFirstOff extends PlainDevice {
  #sends = false;

  protected override record(reading: Reading): number {
    const [first] = this.outbox.keys();
    if (first !== undefined && this.outbox.size >= LIMIT) {
      this.say('outbox_overflow', first);
      this.forget(first);
    }
    return super.record(reading);
  }

  protected override forget(number: number): void {
    const [first = number] = this.outbox.keys();
    super.forget(first);
  }

  protected override async deliver(): Promise<void> {
    if (this.#sends) return;
    this.#sends = true;
    for (let first = this.#first(); first !== undefined; first = this.#first()) await super.deliver(...first);
    this.#sends = false;
  }

  #first(): [number, string] | undefined {
    return this.outbox.entries().next().value;
  }
}

export const takesTheFirstOff: DeviceFactory = (env) => new TakesTheFirstOff(env).boot();
