import type { Reading } from '../../../protocol/index.ts';
import type { DeviceEnv, DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** A ring of so many readings: what is newer takes the place of the oldest, and nobody is told. */
class KeepsTheLast extends PlainDevice {
  readonly #places: number;

  constructor(env: DeviceEnv, places: number) {
    super(env);
    this.#places = places;
  }

  protected override record(reading: Reading): number {
    const number = super.record(reading);
    const [oldest] = this.outbox.keys();
    if (this.outbox.size > this.#places && oldest !== undefined) this.forget(oldest);
    return number;
  }

  protected override async post(number: number, body: string): Promise<Heard> {
    return this.outbox.has(number) ? super.post(number, body) : new Promise<never>(() => {});
  }
}

export const keepsTheLast100: DeviceFactory = (env) => new KeepsTheLast(env, 100).boot();

export const keepsTheLast1000: DeviceFactory = (env) => new KeepsTheLast(env, 1_000).boot();
