import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** The age of a key is a difference of times of day: a clock that is set ten minutes on makes all of them old. */
class ForgetsByWallClock extends PlainEdge {
  readonly #storedAtMs = new Map<string, number>();

  protected override store(message: Message): void {
    super.store(message);
    this.#storedAtMs.set(this.keyOf(message), this.env.clock.now());
  }

  protected override sweep(): void {
    const oldestMs = this.env.clock.now() - this.settings.dedupe.ttlMs;
    for (const [key, atMs] of this.#storedAtMs) {
      if (atMs > oldestMs) continue;
      this.#storedAtMs.delete(key);
      this.keys.delete(key);
    }
  }
}

export const forgetsByWallClock: EdgeFactory = (env) => new ForgetsByWallClock(env).listen();
