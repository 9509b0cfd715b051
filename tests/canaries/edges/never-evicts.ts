import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/**
 * Makes room by deleting the oldest sequence id, and so never looks whether there is room. But the keys of its Map are
 * device and sequence id: it deletes nothing.
 */
class NeverEvicts extends PlainEdge {
  #oldest = 0;

  protected override sweep(): void {
    if (this.keys.size < this.settings.dedupe.limit) return;
    this.keys.delete(String(this.#oldest));
    this.#oldest += 1;
  }

  protected override hasRoom(): boolean {
    return true;
  }
}

export const neverEvicts: EdgeFactory = (env) => new NeverEvicts(env).listen();
