import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

const EVERY_MS = 5_000;

/** Begins a heartbeat for each request, and lets none of them rest. */
class KeepsItsHeartbeats extends PlainDevice {
  protected override post(number: number, body: string): Promise<Heard> {
    this.#beat();
    return super.post(number, body);
  }

  #beat(): void {
    this.env.clock.setTimeout(() => this.#beat(), EVERY_MS);
  }
}

export const keepsItsHeartbeats: DeviceFactory = (env) => new KeepsItsHeartbeats(env).boot();
