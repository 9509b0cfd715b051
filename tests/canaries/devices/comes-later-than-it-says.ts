import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** The log has the delay of the policy, and what the timer is given has passed through one more factor. */
class ComesLaterThanItSays extends PlainDevice {
  protected override delayMs(number: number, retry: number, heard: Heard): number {
    const saidMs = super.delayMs(number, retry, heard);
    const { id, log } = this.env;
    log('info', 'retrying_after_backoff', { device_id: id, sequence_id: number, retry, delay_ms: saidMs });
    return 3 * saidMs;
  }
}

export const comesLaterThanItSays: DeviceFactory = (env) => new ComesLaterThanItSays(env).boot();
