import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const LOG = 'keys.log';

/** A log of keys, one a line. It goes on behind a line that a crash tore, so that the next key is a part of that line. */
class GoesOnInATornLog extends PlainEdge {
  #log: string;

  constructor(env: EdgeEnv) {
    super(env);
    this.#log = env.disk.read(LOG) ?? '';
    for (const line of this.#log.split('\n'))
      if (line.endsWith(';')) this.keys.set(line.slice(0, -1), 'committed');
  }

  protected override store(message: Message): void {
    const { disk } = this.env;
    this.#log += `${this.keyOf(message)};\n`;
    disk.write(LOG, this.#log);
    disk.sync();
    super.store(message);
  }
}

export const goesOnInATornLog: EdgeFactory = (env) => new GoesOnInATornLog(env).listen();
