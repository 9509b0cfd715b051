import type { Message } from '../../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';

const LOGGED_MAX = 50;
const SNAPSHOT = 'snapshot';

/**
 * Writes each key to a log of its own, and now and then all of them to a snapshot in place of the log. Names become durable in no order: of a
 * power cut in that sync the log may be gone and the snapshot not there.
 */
class CompactsInOneSync extends PlainEdge {
  #logged: number;

  constructor(env: EdgeEnv) {
    super(env);
    const { disk } = env;
    const log = disk.list('log/');
    for (const key of [...lines(disk.read(SNAPSHOT)), ...log.flatMap((name) => lines(disk.read(name)))])
      this.keys.set(key, 'committed');
    this.#logged = log.length;
  }

  protected override store(message: Message): void {
    const { disk } = this.env;
    const key = this.keyOf(message);
    disk.write(`log/${key}`, `${key}\n`);
    disk.sync();
    super.store(message);
    this.#logged += 1;
    if (this.#logged >= LOGGED_MAX) this.#compact();
  }

  #compact(): void {
    const { disk } = this.env;
    disk.write('snapshot.new', [...this.keys.keys()].map((key) => `${key}\n`).join(''));
    disk.syncFile('snapshot.new');
    disk.rename('snapshot.new', SNAPSHOT);
    for (const name of disk.list('log/')) disk.remove(name);
    disk.sync();
    this.#logged = 0;
  }
}

/** Whole ones alone: one that was cut off was never answered. */
function lines(text: string | undefined): readonly string[] {
  return (text ?? '').split('\n').slice(0, -1);
}

export const compactsInOneSync: EdgeFactory = (env) => new CompactsInOneSync(env).listen();
