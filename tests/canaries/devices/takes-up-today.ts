import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Keeps what waits in a folder for each day, and takes up after a boot what is in that of the day. */
class TakesUpToday extends PlainDevice {
  readonly #paths = new Map<number, string>();

  protected override keep(number: number, body: string): void {
    super.keep(number, body);
    const path = `${this.#folder()}${number}`;
    this.env.disk.rename(`outbox/${number}`, path);
    this.syncIfItCan();
    this.#paths.set(number, path);
  }

  protected override forget(number: number): void {
    super.forget(number);
    this.env.disk.remove(this.#paths.get(number) ?? '');
    this.#paths.delete(number);
    this.syncIfItCan();
  }

  protected override recover(): void {
    super.recover();
    const folder = this.#folder();
    for (const path of this.env.disk.list(folder)) {
      const number = Number(path.slice(folder.length));
      this.outbox.set(number, this.env.disk.read(path) ?? '');
      this.#paths.set(number, path);
    }
  }

  #folder(): string {
    return `days/${new Date(this.env.clock.now()).toISOString().slice(0, 10)}/`;
  }
}

export const takesUpToday: DeviceFactory = (env) => new TakesUpToday(env).boot();
