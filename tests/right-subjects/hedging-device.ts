import type { DeviceFactory } from '../../ports/index.ts';
import { PlainDevice } from '../canaries/plain-device.ts';
import type { Heard } from '../canaries/plain-device.ts';

/** Patience before a request is sent once more beside the first. */
const HEDGE_AFTER_MS = 2_000;
/** So many acknowledged readings leave the disk together. */
const FORGET_MANY = 10;

/**
 * It hedges, and says of the second request that it is a copy; the first good answer wins, and an attempt has failed when both have.
 * What is acknowledged leaves its disk ten at a time, so that after a reboot some of it is sent again.
 */
class HedgingDevice extends PlainDevice {
  readonly #toForget: number[] = [];

  protected override async post(number: number, body: string): Promise<Heard> {
    const first = super.post(number, body);
    const early = await Promise.race([first, this.env.clock.sleep(HEDGE_AFTER_MS)]);
    if (early !== undefined) return early;
    this.say('duplicate_triggered', number);
    const second = super.post(number, body);
    const good = async (attempt: Promise<Heard>): Promise<Heard> => {
      const heard = await attempt;
      if (this.isDone(number, heard) || this.isPermanent(heard)) return heard;
      throw new Error('not yet');
    };
    try {
      return await Promise.any([good(first), good(second)]);
    } catch {
      const [one, other] = await Promise.all([first, second]);
      return other.retryAfterMs === null ? one : other;
    }
  }

  protected override acknowledged(number: number, { status }: Heard): void {
    this.outbox.delete(number);
    this.#toForget.push(number);
    if (this.#toForget.length >= FORGET_MANY) for (const each of this.#toForget.splice(0)) this.forget(each);
    this.say(status === 409 ? 'duplicate_acknowledged' : 'telemetry_acknowledged', number);
  }
}

export const hedgingDevice: DeviceFactory = (env) => new HedgingDevice(env).boot();
