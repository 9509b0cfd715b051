import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const TAKEN = 'taken/';

/** Its keys outlive it, and it reads them when it boots: what another instance takes after that it never learns. */
class AsksItsDiskAtBoot extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    for (const name of env.disk.list(TAKEN)) this.keys.set(name.slice(TAKEN.length), 'committed');
  }

  protected override store(message: Message): void {
    this.env.disk.write(`${TAKEN}${this.keyOf(message)}`, '');
    this.env.disk.sync();
    super.store(message);
  }
}

export const asksItsDiskAtBoot: EdgeFactory = (env) => new AsksItsDiskAtBoot(env).listen();
