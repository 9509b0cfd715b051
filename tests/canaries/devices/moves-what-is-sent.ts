import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Moves what is delivered to a folder of its own, for whoever wants to look at it, and nobody ever clears that. */
class MovesWhatIsSent extends PlainDevice {
  protected override forget(number: number): void {
    this.outbox.delete(number);
    this.env.disk.rename(`outbox/${number}`, `sent/${number}`);
    this.syncIfItCan();
  }
}

export const movesWhatIsSent: DeviceFactory = (env) => new MovesWhatIsSent(env).boot();
