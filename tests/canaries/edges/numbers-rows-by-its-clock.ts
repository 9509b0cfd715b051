import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory, EdgeUnderTest } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** A row's id is the millisecond and a count within it. Where the clock is set back, ids come again, and rows are written over. */
class NumbersRowsByItsClock extends PlainEdge {
  readonly #rows = new Map<string, Message>();
  #lastMs = 0;
  #count = 0;

  /** The database takes its while. */
  protected override async take(message: Message): Promise<Reply> {
    await this.env.clock.sleep(this.env.random.draw('write') * 20);
    return super.take(message);
  }

  protected override store(message: Message): void {
    const nowMs = this.env.clock.now();
    this.#count = nowMs === this.#lastMs ? this.#count + 1 : 0;
    this.#lastMs = nowMs;
    this.#rows.set(`${nowMs}-${this.#count}`, message);
  }

  protected override accepted(): EdgeUnderTest['accepted'] {
    return () => this.#rows.values();
  }
}

export const numbersRowsByItsClock: EdgeFactory = (env) => new NumbersRowsByItsClock(env).listen();
