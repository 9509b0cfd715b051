import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** The file is on the disk, its name is not: an fsync of the file, and none of its directory. */
class ForgetsTheDirectory extends PlainDevice {
  protected override keep(number: number, body: string): void {
    const { disk } = this.env;
    this.outbox.set(number, body);
    disk.write(`outbox/${number}`, body);
    disk.syncFile(`outbox/${number}`);
  }
}

export const forgetsTheDirectory: DeviceFactory = (env) => new ForgetsTheDirectory(env).boot();
