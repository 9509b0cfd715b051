import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** Failures in a row after which its circuit breaker opens, and for how long. */
const FAILURES_MAX = 3;
const OPEN_MS = 10_000;
const LOOK_EVERY_MS = 500;

/** Its circuit breaker is open until a time of day, which is far away when the clock is set back. */
class BreaksByWallClock extends PlainDevice {
  #failures = 0;
  #openUntilMs = 0;

  protected override async post(number: number, body: string): Promise<Heard> {
    const { clock } = this.env;
    while (clock.now() < this.#openUntilMs) await clock.sleep(LOOK_EVERY_MS);
    const heard = await super.post(number, body);
    this.#failures = heard.status === null || heard.status >= 500 ? this.#failures + 1 : 0;
    if (this.#failures >= FAILURES_MAX) this.#openUntilMs = clock.now() + OPEN_MS;
    return heard;
  }
}

export const breaksByWallClock: DeviceFactory = (env) => new BreaksByWallClock(env).boot();
