import type { Message } from '../../protocol/index.ts';
import type { EdgeEnv, EdgeFactory } from '../../ports/index.ts';
import { PlainEdge } from '../canaries/plain-edge.ts';
import type { Reply } from '../canaries/plain-edge.ts';

const TAKEN = 'taken/';

/**
 * The plain edge with its keys on a disk: it forgets nothing, neither in time nor over a restart, and what another instance has
 * put there it knows as well.
 */
export class DurableEdge extends PlainEdge {
  constructor(env: EdgeEnv) {
    super(env);
    for (const name of env.disk.list(TAKEN)) this.keys.set(name.slice(TAKEN.length), 'committed');
  }

  /** While the disk is away it takes nothing, and says so. Only what this request has put there is taken back. */
  protected override async take(message: Message): Promise<Reply> {
    const key = this.keyOf(message);
    if (!this.#looksUp(key)) return 'busy';
    try {
      return await super.take(message);
    } catch {
      this.keys.delete(key);
      this.env.disk.remove(TAKEN + key);
      return 'busy';
    }
  }

  /** What another instance has put there is known from now on. False: the disk is away. */
  #looksUp(key: string): boolean {
    try {
      if (!this.keys.has(key) && this.env.disk.read(TAKEN + key) !== undefined)
        this.keys.set(key, 'committed');
      return true;
    } catch {
      return false;
    }
  }

  /** The key is on the disk in the same instant as the reading. */
  protected override store(message: Message): void {
    this.env.disk.write(`${TAKEN}${this.keyOf(message)}`, '');
    this.env.disk.sync();
    super.store(message);
  }

  protected override hasRoom(): boolean {
    return true;
  }

  protected override sweep(): void {
    // It remembers for ever.
  }
}

/** As somebody brings it: it takes no settings, so that a gateway in front of it plays what can be played there. */
export const durableEdge: EdgeFactory = (env) => {
  const { handler, accepted } = new DurableEdge({ ...env, config: {} }).listen();
  return { handler, ...(accepted !== undefined && { accepted }) };
};
