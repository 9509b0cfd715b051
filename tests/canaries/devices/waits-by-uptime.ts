import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

const DUE = 'due/';

/** Keeps on its disk when the next attempt is due, by the clock of its process: after a boot, that is as far off as the last one was long. */
class WaitsByUptime extends PlainDevice {
  protected override async deliver(number: number, body: string): Promise<void> {
    const { clock, disk } = this.env;
    const leftMs = Number(disk.read(DUE + number) ?? 0) - clock.monotonic();
    if (leftMs > 0) await this.wait(leftMs);
    await super.deliver(number, body);
  }

  protected override delayMs(number: number, retry: number, heard: Heard): number {
    const delayMs = super.delayMs(number, retry, heard);
    this.env.disk.write(DUE + number, String(this.env.clock.monotonic() + delayMs));
    this.syncIfItCan();
    return delayMs;
  }

  protected override forget(number: number): void {
    this.env.disk.remove(DUE + number);
    super.forget(number);
  }
}

export const waitsByUptime: DeviceFactory = (env) => new WaitsByUptime(env).boot();
