import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** A disk that is full is no reason to lose a reading, it believes: it counts on in memory, and sends from there. */
class SendsWhatItCannotKeep extends PlainDevice {
  #next = 0;

  protected override takeNumber(): number {
    const number = Math.max(this.nextNumber(), this.#next);
    this.#next = number + 1;
    try {
      const { disk } = this.env;
      disk.write('next.new', String(this.#next));
      disk.syncFile('next.new');
      disk.rename('next.new', 'next');
      disk.sync();
    } catch {
      // A crash before there is room has forgotten it.
    }
    return number;
  }

  protected override keep(number: number, body: string): void {
    try {
      super.keep(number, body);
    } catch {
      this.outbox.set(number, body);
    }
  }
}

export const sendsWhatItCannotKeep: DeviceFactory = (env) => new SendsWhatItCannotKeep(env).boot();
