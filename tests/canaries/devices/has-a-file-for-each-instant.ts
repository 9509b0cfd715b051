import type { Message } from '../../../protocol/index.ts';
import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';

/** Names what it keeps by the time of measurement: of two readings of one millisecond the second takes the place of the first. */
class HasAFileForEachInstant extends PlainDevice {
  readonly #keptOf = new Map<string, number>();

  protected override keep(number: number, body: string): void {
    const { timestamp }: Message = JSON.parse(body);
    const before = this.#keptOf.get(timestamp);
    if (before !== undefined) this.env.disk.remove(`outbox/${before}`);
    this.#keptOf.set(timestamp, number);
    super.keep(number, body);
  }
}

export const hasAFileForEachInstant: DeviceFactory = (env) => new HasAFileForEachInstant(env).boot();
