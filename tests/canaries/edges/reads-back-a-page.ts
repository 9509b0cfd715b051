import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const TAKEN = 'taken/';

/** A query without a limit of its own gets that of the database. */
const PAGE = 1_000;

/** Reads its keys back when it boots, as many as one query gives: it never asks for the next page. */
class ReadsBackAPage extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    const page = env.disk.list(TAKEN).slice(0, PAGE);
    for (const name of page) this.keys.set(name.slice(TAKEN.length), 'committed');
  }

  protected override store(message: Message): void {
    this.env.disk.write(`${TAKEN}${this.keyOf(message)}`, '');
    this.env.disk.sync();
    super.store(message);
  }
}

export const readsBackAPage: EdgeFactory = (env) => new ReadsBackAPage(env).listen();
