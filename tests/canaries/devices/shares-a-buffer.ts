import type { Reading } from '../../../protocol/index.ts';
import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/**
 * One buffer for the values, as memory is short. Whoever retries sends what was measured last, under the number and
 * timestamp of what was measured then.
 */
class SharesABuffer extends PlainDevice {
  readonly #timestamps = new Map<number, string>();
  #values: Reading['values'] = {};

  protected override bodyOf(number: number, reading: Reading): string {
    this.#timestamps.set(number, reading.timestamp);
    this.#values = reading.values;
    return super.bodyOf(number, reading);
  }

  protected override post(number: number): Promise<Heard> {
    const timestamp = this.#timestamps.get(number) ?? '';
    return super.post(number, super.bodyOf(number, { timestamp, values: this.#values }));
  }
}

export const sharesABuffer: DeviceFactory = (env) => new SharesABuffer(env).boot();
