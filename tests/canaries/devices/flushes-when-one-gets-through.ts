import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** The first answer after an outage ends all waits: the whole outbox leaves in one instant, in every device alike. */
class FlushesWhenOneGetsThrough extends PlainDevice {
  readonly #waiting = new Set<() => void>();

  protected override wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      this.env.clock.setTimeout(wake, delayMs);
    });
  }

  protected override acknowledged(number: number, heard: Heard): void {
    super.acknowledged(number, heard);
    for (const wake of this.#waiting) wake();
  }
}

export const flushesWhenOneGetsThrough: DeviceFactory = (env) => new FlushesWhenOneGetsThrough(env).boot();
