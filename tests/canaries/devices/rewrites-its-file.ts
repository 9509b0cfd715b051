import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** All that waits in one file, written over what was there: cut off in the middle, it is nothing. */
class RewritesItsFile extends PlainDevice {
  protected override keep(number: number, body: string): void {
    this.outbox.set(number, body);
    this.save();
  }

  protected override forget(number: number): void {
    this.outbox.delete(number);
    this.save();
  }

  private save(): void {
    this.env.disk.write('outbox.json', JSON.stringify(Object.fromEntries(this.outbox)));
    this.syncIfItCan();
  }

  protected override recover(): void {
    try {
      const kept: Record<string, string> = JSON.parse(this.env.disk.read('outbox.json') ?? '{}');
      for (const [number, body] of Object.entries(kept)) this.outbox.set(Number(number), body);
    } catch {
      // Nothing was waiting, or so it seems.
    }
  }
}

export const rewritesItsFile: DeviceFactory = (env) => new RewritesItsFile(env).boot();
