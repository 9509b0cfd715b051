import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** As many as its query gives at once. */
const PAGE = 100;

/** Takes up one page of what waits on its disk, and does not ask for the next: the rest stays there for ever. */
class TakesUpAPage extends PlainDevice {
  protected override recover(): void {
    super.recover();
    for (const number of [...this.outbox.keys()].slice(PAGE)) this.outbox.delete(number);
  }
}

export const takesUpAPage: DeviceFactory = (env) => new TakesUpAPage(env).boot();
