import type { DeviceFactory } from '../../ports/index.ts';
import { PlainDevice } from '../canaries/plain-device.ts';

const TOKENS_MAX = 10;
const TOKEN_EVERY_MS = 2_000;

/**
 * It has a budget of retries, ten at once and one more each two seconds, as the SDKs of clouds have one. Who finds none waits for
 * one, without a word.
 */
class BudgetingDevice extends PlainDevice {
  #tokens = TOKENS_MAX;
  #filledAtMs = 0;

  protected override async wait(delayMs: number): Promise<void> {
    const nowMs = this.env.clock.monotonic();
    this.#tokens = Math.min(TOKENS_MAX, this.#tokens + (nowMs - this.#filledAtMs) / TOKEN_EVERY_MS) - 1;
    this.#filledAtMs = nowMs;
    await super.wait(Math.max(delayMs, -this.#tokens * TOKEN_EVERY_MS));
  }
}

export const budgetingDevice: DeviceFactory = (env) => new BudgetingDevice(env).boot();
