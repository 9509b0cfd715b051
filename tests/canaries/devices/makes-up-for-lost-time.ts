import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** Knows when each retry of a reading is to be over at the latest, and hurries where it is behind that. */
class MakesUpForLostTime extends PlainDevice {
  /** By number, monotonic. */
  readonly #latestMs = new Map<number, number>();

  protected override delayMs(number: number, retry: number, heard: Heard): number {
    const ownMs = super.delayMs(number, retry, heard);
    const nowMs = this.env.clock.monotonic();
    const latestMs = this.#latestMs.get(number) ?? nowMs;
    this.#latestMs.set(number, latestMs + ownMs + this.settings.timeoutMs);
    return nowMs > latestMs ? 0 : ownMs;
  }
}

export const makesUpForLostTime: DeviceFactory = (env) => new MakesUpForLostTime(env).boot();
