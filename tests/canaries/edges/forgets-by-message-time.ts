import { instantMs } from '../../../protocol/index.ts';
import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** The age of a key is that of its reading: what a slow clock has stamped is old as it comes, and forgotten at once. */
class ForgetsByMessageTime extends PlainEdge {
  readonly #measuredAtMs = new Map<string, number>();

  protected override store(message: Message): void {
    super.store(message);
    this.#measuredAtMs.set(this.keyOf(message), instantMs(message.timestamp));
  }

  protected override sweep(): void {
    const oldestMs = this.env.clock.now() - this.settings.dedupe.ttlMs;
    for (const [key, atMs] of this.#measuredAtMs) {
      if (atMs > oldestMs) continue;
      this.#measuredAtMs.delete(key);
      this.keys.delete(key);
    }
  }
}

export const forgetsByMessageTime: EdgeFactory = (env) => new ForgetsByMessageTime(env).listen();
