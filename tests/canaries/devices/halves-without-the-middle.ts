import type { DeviceFactory } from '../../../ports/index.ts';
import { PlainDevice } from '../plain-device.ts';
import type { Heard } from '../plain-device.ts';

const SIZE = 10;
const LINGER_MS = 1_000;

interface Waiting {
  readonly number: number;
  readonly body: string;
}

/**
 * Sends lists, and halves one that was refused as a whole, to find the bad one in it. The second half begins behind the
 * middle: the one in the middle is never sent again, and never given up.
 */
class HalvesWithoutTheMiddle extends PlainDevice {
  #list: Waiting[] = [];

  protected override async deliver(number: number, body: string): Promise<void> {
    this.#list.push({ number, body });
    if (this.#list.length === 1) await this.wait(LINGER_MS);
    else if (this.#list.length < SIZE) return;
    const list = this.#list;
    this.#list = [];
    if (list.length > 0) await this.#send(list, 0);
  }

  async #send(list: readonly Waiting[], retry: number): Promise<void> {
    const [first] = list;
    if (first === undefined) return;
    const heard = await this.post(first.number, `[${list.map(({ body }) => body).join(',')}]`);
    const statuses = statusesIn(heard, list.length);
    if (statuses === null && this.isPermanent(heard) && list.length > 1) {
      const middle = Math.floor(list.length / 2);
      await Promise.all([
        this.#send(list.slice(0, middle), retry),
        this.#send(list.slice(middle + 1), retry),
      ]);
      return;
    }
    const open = list.filter(({ number }, index) => {
      const status = statuses === null ? heard.status : (statuses[index] ?? null);
      const said = { ...heard, status };
      if (status === 200 || status === 409) this.acknowledged(number, said);
      else if (this.isPermanent(said)) this.rejected(number);
      else if (retry >= this.env.policy.retriesMax) this.exhausted(number);
      else return true;
      return false;
    });
    if (open.length === 0) return;
    await this.wait(this.delayMs(first.number, retry, heard));
    await this.#send(open, retry + 1);
  }
}

/** Null where the answer says nothing of each. */
function statusesIn({ body }: Heard, count: number): readonly number[] | null {
  if (!body.startsWith('{')) return null;
  const { results }: { readonly results?: readonly { readonly status: number }[] } = JSON.parse(body);
  return results?.length === count ? results.map(({ status }) => status) : null;
}

export const halvesWithoutTheMiddle: DeviceFactory = (env) => new HalvesWithoutTheMiddle(env).boot();
