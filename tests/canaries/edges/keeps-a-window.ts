import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const WINDOW = 64;

/** Remembers the last 64 numbers of each device, as protocols against replay do; what is older is taken for new. */
class KeepsAWindow extends PlainEdge {
  readonly #newest = new Map<string, number>();

  protected override store(message: Message): void {
    super.store(message);
    const { device_id: device, sequence_id: number } = message;
    const before = this.#newest.get(device) ?? -1;
    for (let old = before - WINDOW; old <= number - WINDOW; old += 1) {
      this.keys.delete(this.keyOf({ ...message, sequence_id: old }));
    }
    this.#newest.set(device, Math.max(before, number));
  }
}

export const keepsAWindow: EdgeFactory = (env) => new KeepsAWindow(env).listen();
