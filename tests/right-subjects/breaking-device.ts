import type { DeviceFactory } from '../../ports/index.ts';
import { PlainDevice } from '../canaries/plain-device.ts';
import type { Heard } from '../canaries/plain-device.ts';

const FAILURES_MAX = 3;
/** As resilience4j and pybreaker have it, unless told otherwise. */
const OPEN_MS = 60_000;

/** Behind a circuit breaker of a minute, of which it says no word. */
class BreakingDevice extends PlainDevice {
  #failures = 0;
  #openUntilMs = 0;

  protected override async post(number: number, body: string): Promise<Heard> {
    const { clock } = this.env;
    while (clock.monotonic() < this.#openUntilMs) {
      await clock.sleep(Math.ceil(this.#openUntilMs - clock.monotonic()));
    }
    const heard = await super.post(number, body);
    this.#failures = heard.status === null || heard.status >= 500 ? this.#failures + 1 : 0;
    if (this.#failures >= FAILURES_MAX) this.#openUntilMs = clock.monotonic() + OPEN_MS;
    return heard;
  }
}

export const breakingDevice: DeviceFactory = (env) => new BreakingDevice(env).boot();
