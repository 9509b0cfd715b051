import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const TABLE = 'table.json';

/** All keys stand in one file, which is written over in place; one that was cut off can't be read, and an empty one takes its place. */
class RewritesItsTable extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    for (const key of keysIn(env.disk.read(TABLE))) this.keys.set(key, 'committed');
  }

  protected override store(message: Message): void {
    const { disk } = this.env;
    disk.write(TABLE, JSON.stringify([...this.keys.keys()]));
    disk.sync();
    super.store(message);
  }
}

function keysIn(table: string | undefined): readonly string[] {
  try {
    return table === undefined ? [] : JSON.parse(table);
  } catch {
    return [];
  }
}

export const rewritesItsTable: EdgeFactory = (env) => new RewritesItsTable(env).listen();
