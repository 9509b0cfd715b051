import type { DeviceEnv, DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Takes up one page of what waits on its disk, and does not ask for the next: the rest stays there for ever. */
class TakesUpAPage extends PlainDevice {
  /** As many as its query gives at once. */
  readonly #page: number;

  constructor(env: DeviceEnv, page: number) {
    super(env);
    this.#page = page;
  }

  protected override recover(): void {
    super.recover();
    for (const number of [...this.outbox.keys()].slice(this.#page)) this.outbox.delete(number);
  }
}

export const takesUp100: DeviceFactory = (env) => new TakesUpAPage(env, 100).boot();

export const takesUp1000: DeviceFactory = (env) => new TakesUpAPage(env, 1_000).boot();
