import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Keys stand in the table of the day, by the local date, and the one of another day is not looked into. */
class BeginsEachDayAnew extends PlainEdge {
  #day = '';

  protected override async take(message: Message): Promise<Reply> {
    const day = new Date().toDateString();
    if (day !== this.#day) this.keys.clear();
    this.#day = day;
    return super.take(message);
  }
}

export const beginsEachDayAnew: EdgeFactory = (env) => new BeginsEachDayAnew(env).listen();
