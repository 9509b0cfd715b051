import type { Reading } from '../../../protocol/index.ts';
import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

/** The number is taken where the request is made, so each retry has a new one, and no edge can tell it is a retry. */
class NumbersEachAttempt extends PlainDevice {
  readonly #readings = new Map<number, Reading>();

  protected override record(reading: Reading): number {
    const number = super.record(reading);
    this.#readings.set(number, reading);
    return number;
  }

  protected override async post(number: number, body: string): Promise<Heard> {
    const reading = this.#readings.get(number);
    return reading === undefined ? super.post(number, body) : this.#postAgain(reading);
  }

  async #postAgain(reading: Reading): Promise<Heard> {
    const number = this.takeNumber();
    return super.post(number, this.bodyOf(number, reading));
  }

  /** Any echo will do, for the number in it is never the one it began with. */
  protected override isDone(_number: number, { status }: Heard): boolean {
    return status === 200 || status === 409;
  }
}

export const numbersEachAttempt: DeviceFactory = (env) => new NumbersEachAttempt(env).boot();
