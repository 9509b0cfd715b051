import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** A cache of recent keys of this size, whatever the promised time is. */
class KeepsFewKeys extends PlainEdge {
  readonly #max: number;

  constructor(env: ConstructorParameters<typeof PlainEdge>[0], max: number) {
    super(env);
    this.#max = max;
  }

  protected override store(message: Message): void {
    super.store(message);
    for (const key of this.keys.keys()) {
      if (this.keys.size <= this.#max) return;
      this.keys.delete(key);
    }
  }
}

export const keeps100Keys: EdgeFactory = (env) => new KeepsFewKeys(env, 100).listen();

export const keeps1000Keys: EdgeFactory = (env) => new KeepsFewKeys(env, 1_000).listen();
