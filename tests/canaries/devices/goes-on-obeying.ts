import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** What an answer asked for once, all retries of that reading wait for, whatever becomes of them. */
class GoesOnObeying extends PlainDevice {
  readonly #askedMs = new Map<number, number>();

  protected override delayMs(number: number, retry: number, heard: Heard): number {
    const askedMs = heard.retryAfterMs ?? this.#askedMs.get(number) ?? null;
    if (askedMs !== null) this.#askedMs.set(number, askedMs);
    return super.delayMs(number, retry, { ...heard, retryAfterMs: askedMs });
  }
}

export const goesOnObeying: DeviceFactory = (env) => new GoesOnObeying(env).boot();
