import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

const BASE_MS = 1_000;
const CAP_MS = 30_000;

/** Doubles by a shift, which has 32 bits: from the 23rd retry on it is negative, and from the 33rd it begins anew. */
class ShiftsItsDelay extends PlainDevice {
  protected override delayMs(number: number, retry: number): number {
    const jitter = 0.5 + this.env.random.draw('backoff', number, retry);
    return Math.min(CAP_MS, Math.min(CAP_MS, BASE_MS << retry) * jitter);
  }
}

export const shiftsItsDelay: DeviceFactory = (env) => new ShiftsItsDelay(env).boot();
