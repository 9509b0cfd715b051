import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

const LOOK_EVERY_MS = 100;

/** Waits until a time of day, which comes at once, or never, when the clock is set. */
class WaitsByWallClock extends PlainDevice {
  protected override async wait(delayMs: number): Promise<void> {
    const { clock } = this.env;
    const untilMs = clock.now() + Math.ceil(delayMs);
    for (let left = delayMs; left > 0; left = untilMs - clock.now())
      await clock.sleep(Math.min(LOOK_EVERY_MS, left));
  }
}

export const waitsByWallClock: DeviceFactory = (env) => new WaitsByWallClock(env).boot();
