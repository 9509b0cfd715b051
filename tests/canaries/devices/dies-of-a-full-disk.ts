import type { Reading } from '../../../protocol/index.ts';
import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** One write that fails ends all of it, as an error that nobody catches ends a process that nobody starts again. */
class DiesOfAFullDisk extends PlainDevice {
  #isDead = false;

  protected override syncIfItCan(): void {
    try {
      this.env.disk.sync();
    } catch {
      this.#isDead = true;
    }
  }

  protected override record(reading: Reading): number {
    try {
      return super.record(reading);
    } catch (error) {
      this.#isDead = true;
      throw error;
    }
  }

  protected override isReady(): boolean {
    return !this.#isDead && super.isReady();
  }

  protected override post(number: number, body: string): Promise<Heard> {
    return this.#isDead ? new Promise(() => {}) : super.post(number, body);
  }
}

export const diesOfAFullDisk: DeviceFactory = (env) => new DiesOfAFullDisk(env).boot();
