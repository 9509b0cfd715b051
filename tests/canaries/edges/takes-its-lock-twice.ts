import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** One at a time for each device. What comes out of order is noted under the lock of its device, which `take` has already. */
class TakesItsLockTwice extends PlainEdge {
  readonly #turns = new Map<string, Promise<void>>();
  readonly #newest = new Map<string, number>();

  protected override take(message: Message): Promise<Reply> {
    return this.#locked(message.device_id, async () => {
      const { device_id, sequence_id } = message;
      if (sequence_id < (this.#newest.get(device_id) ?? 0)) await this.#noteLate(message);
      else this.#newest.set(device_id, sequence_id);
      return super.take(message);
    });
  }

  #noteLate({ device_id, sequence_id }: Message): Promise<void> {
    return this.#locked(device_id, async () => {
      this.env.log('info', 'out_of_order', { device_id, sequence_id });
    });
  }

  async #locked<Value>(device: string, work: () => Promise<Value>): Promise<Value> {
    const before = this.#turns.get(device);
    let release = (): void => {};
    const mine = new Promise<void>((resolve) => (release = resolve));
    this.#turns.set(device, mine);
    await before;
    try {
      return await work();
    } finally {
      release();
    }
  }
}

export const takesItsLockTwice: EdgeFactory = (env) => new TakesItsLockTwice(env).listen();
