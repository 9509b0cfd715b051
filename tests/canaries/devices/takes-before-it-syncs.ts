import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

const SYNC_EVERY_MS = 2_000;

/** Tells the sensor that the reading is taken, and has it on the disk some time later, with others. */
class TakesBeforeItSyncs extends PlainDevice {
  #isSyncDue = false;

  protected override keep(number: number, body: string): void {
    this.outbox.set(number, body);
    this.env.disk.write(`outbox/${number}`, body);
    if (this.#isSyncDue) return;
    this.#isSyncDue = true;
    this.env.clock.setTimeout(() => {
      this.#isSyncDue = false;
      this.syncIfItCan();
    }, SYNC_EVERY_MS);
  }
}

export const takesBeforeItSyncs: DeviceFactory = (env) => new TakesBeforeItSyncs(env).boot();
