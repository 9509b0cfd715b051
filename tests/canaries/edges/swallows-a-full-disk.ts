import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

/** One file for each reading. Where the disk takes none it says so in its log, and goes on. */
export class SwallowsAFullDisk extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    for (const name of env.disk.list('')) this.keys.set(name, 'committed');
  }

  protected override store(message: Message): void {
    const { disk } = this.env;
    disk.write(this.keyOf(message), '');
    try {
      disk.sync();
    } catch {
      this.env.log('error', 'disk_failed', { sequence_id: message.sequence_id });
      this.hasNoRoom(message);
      return;
    }
    super.store(message);
  }

  /** Whatever is done then, the request is answered as taken. */
  protected hasNoRoom(_message: Message): void {
    // Nothing is.
  }
}

export const swallowsAFullDisk: EdgeFactory = (env) => new SwallowsAFullDisk(env).listen();
