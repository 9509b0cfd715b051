import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

const YEAR_MS = 365 * 86_400_000;

/** Looks at the age of what it is about to send again. A clock that is set after years makes all of it old. */
class ThrowsAwayTheOld extends PlainDevice {
  protected override async deliver(number: number, body: string): Promise<void> {
    const { clock, policy } = this.env;
    for (let retry = 0; ; retry += 1) {
      if (this.isOld(body, clock.now())) return this.forget(number);
      const heard: Heard = await this.post(number, body);
      if (this.isDone(number, heard)) return this.acknowledged(number, heard);
      if (this.isPermanent(heard)) return this.rejected(number);
      if (retry >= policy.retriesMax) return this.exhausted(number);
      await this.wait(this.delayMs(number, retry, heard));
    }
  }

  private isOld(body: string, nowMs: number): boolean {
    const found = /"timestamp":"([^"]+)"/.exec(body)?.[1] ?? '';
    return nowMs - Date.parse(found) > YEAR_MS;
  }
}

export const throwsAwayTheOld: DeviceFactory = (env) => new ThrowsAwayTheOld(env).boot();
