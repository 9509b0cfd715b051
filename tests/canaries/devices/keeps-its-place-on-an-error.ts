import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

const PLACES = 4;

/** Sends four at a time. Who is answered with an error goes away without giving the place back. */
class KeepsItsPlaceOnAnError extends PlainDevice {
  #free = PLACES;
  readonly #queue: (() => void)[] = [];

  protected override async post(number: number, body: string): Promise<Heard> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    const heard = await super.post(number, body);
    if (heard.status === null || heard.status >= 500) return heard;
    const next = this.#queue.shift();
    if (next === undefined) this.#free += 1;
    else next();
    return heard;
  }
}

export const keepsItsPlaceOnAnError: DeviceFactory = (env) => new KeepsItsPlaceOnAnError(env).boot();
