import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** Failures in a row after which the edge counts as gone. */
const FAILURES_MAX = 3;

/** Its circuit breaker opens after three failures in a row, and nothing ever closes it: what waits, waits. */
class StaysOffline extends PlainDevice {
  #failures = 0;

  protected override async post(number: number, body: string): Promise<Heard> {
    if (this.#failures >= FAILURES_MAX) return new Promise(() => undefined);
    const heard = await super.post(number, body);
    this.#failures = heard.status === null ? this.#failures + 1 : 0;
    return heard;
  }
}

export const staysOffline: DeviceFactory = (env) => new StaysOffline(env).boot();
