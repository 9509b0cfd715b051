import { edgeSettingsIn } from '../canaries/edge-settings.ts';
import type { Message } from '../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../ports/index.ts';
import { DurableEdge } from './durable-edge.ts';

/** It remembers a reading as long as it was told to at its first boot, over restarts too, and promises no more. */
class ForgettingEdge extends DurableEdge {
  readonly #ttlMs: number;
  readonly #takenAtMs = new Map<string, number>();

  constructor(env: EdgeEnv, ttlMs: number) {
    super(env);
    this.#ttlMs = ttlMs;
  }

  protected override store(message: Message): void {
    super.store(message);
    this.#takenAtMs.set(this.keyOf(message), this.env.clock.monotonic());
  }

  /** What was there before a restart it remembers longer: that does no harm. */
  protected override sweep(): void {
    const nowMs = this.env.clock.monotonic();
    for (const [key, takenAtMs] of this.#takenAtMs) {
      if (nowMs - takenAtMs < this.#ttlMs) break;
      this.keys.delete(key);
      this.#takenAtMs.delete(key);
    }
  }
}

export const forgettingEdge: EdgeFactory = (env) => {
  const { ttlMs } = edgeSettingsIn(env.config).dedupe;
  const { handler, accepted } = new ForgettingEdge({ ...env, config: {} }, ttlMs).listen();
  return { handler, ...(accepted !== undefined && { accepted }) };
};
