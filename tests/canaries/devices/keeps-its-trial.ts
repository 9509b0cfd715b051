import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** Failures in a row after which its circuit breaker opens, and for how long. */
const FAILURES_MAX = 3;
const OPEN_MS = 5_000;
const LOOK_EVERY_MS = 250;

/**
 * One request may try a breaker that was open, and a success closes it, a failure opens it anew. A refusal of that request is
 * neither, so that nobody else is ever let through.
 */
class KeepsItsTrial extends PlainDevice {
  #failures = 0;
  #openedAtMs: number | null = null;
  #isTried = false;

  protected override async post(number: number, body: string): Promise<Heard> {
    await this.#admission();
    const heard = await super.post(number, body);
    const { status } = heard;
    if (status === null || status >= 500) this.#failed();
    else if (status < 300 || status === 409) this.#succeeded();
    return heard;
  }

  async #admission(): Promise<void> {
    const { clock } = this.env;
    while (this.#openedAtMs !== null) {
      if (!this.#isTried && clock.monotonic() - this.#openedAtMs >= OPEN_MS) {
        this.#isTried = true;
        return;
      }
      await clock.sleep(LOOK_EVERY_MS);
    }
  }

  #failed(): void {
    this.#failures += 1;
    if (this.#failures >= FAILURES_MAX) this.#openedAtMs = this.env.clock.monotonic();
    this.#isTried = false;
  }

  #succeeded(): void {
    this.#failures = 0;
    this.#openedAtMs = null;
    this.#isTried = false;
  }
}

export const keepsItsTrial: DeviceFactory = (env) => new KeepsItsTrial(env).boot();
