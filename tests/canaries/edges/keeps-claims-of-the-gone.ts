import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Now and then its work takes longer than any client waits. */
const SLOW_EVERY = 8;
const SLOW_MS = 7_000;

/** Stops working for a client that is gone, and keeps the claim: whoever sends again is asked to come later, for ever. */
class KeepsClaimsOfTheGone extends PlainEdge {
  #taken = 0;

  protected override async take(message: Message): Promise<Reply> {
    const key = this.keyOf(message);
    this.#taken += 1;
    if (this.keys.has(key) || this.#taken % SLOW_EVERY !== 0) return super.take(message);
    this.keys.set(key, 'claimed');
    await this.env.clock.sleep(SLOW_MS);
    return this.end();
  }

  /** The handler was aborted when its client hung up; the answer goes nowhere. */
  protected end(): Promise<Reply> {
    return new Promise<Reply>(() => {});
  }
}

/** The same, with an answer that nobody hears. */
class FailsForTheGone extends KeepsClaimsOfTheGone {
  protected override async end(): Promise<Reply> {
    return 'busy';
  }
}

export const keepsClaimsOfTheGone: EdgeFactory = (env) => new KeepsClaimsOfTheGone(env).listen();
export const failsForTheGone: EdgeFactory = (env) => new FailsForTheGone(env).listen();
