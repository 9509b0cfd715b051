import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const READ_AT_START = 200;
const DIGITS = 6;

/** Has all keys on its disk, and reads the newest of them at its start, so that it is up soon: older ones it stores again. */
class ReadsTheNewestAgain extends PlainEdge {
  #count: number;

  constructor(env: EdgeEnv) {
    super(env);
    const names = env.disk.list('log/').toSorted();
    for (const name of names.slice(-READ_AT_START)) this.keys.set(env.disk.read(name) ?? '', 'committed');
    this.#count = names.length;
  }

  protected override store(message: Message): void {
    const { disk } = this.env;
    this.#count += 1;
    disk.write(`log/${String(this.#count).padStart(DIGITS, '0')}`, this.keyOf(message));
    disk.sync();
    super.store(message);
  }
}

export const readsTheNewestAgain: EdgeFactory = (env) => new ReadsTheNewestAgain(env).listen();
