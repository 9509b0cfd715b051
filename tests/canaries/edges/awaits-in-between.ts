import { pbkdf2 } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Looks the key up, awaits something that takes no time worth the name, and takes it. */
abstract class AwaitsInBetween extends PlainEdge {
  protected abstract gap(message: Message): Promise<unknown>;

  protected override async take(message: Message): Promise<Reply> {
    const key = this.keyOf(message);
    const isKnown = this.keys.has(key);
    await this.gap(message);
    if (isKnown) return 'duplicate';
    this.keys.set(key, 'committed');
    this.store(message);
    return 'accepted';
  }
}

class AwaitsAFile extends AwaitsInBetween {
  protected override gap(): Promise<unknown> {
    return stat(import.meta.filename);
  }
}

class AwaitsATurn extends AwaitsInBetween {
  protected override gap(): Promise<unknown> {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

class AwaitsAThread extends AwaitsInBetween {
  protected override gap(message: Message): Promise<unknown> {
    return promisify(pbkdf2)(this.keyOf(message), 'salt', 1, 8, 'sha256');
  }
}

export const awaitsAFile: EdgeFactory = (env) => new AwaitsAFile(env).listen();
export const awaitsATurn: EdgeFactory = (env) => new AwaitsATurn(env).listen();
export const awaitsAThread: EdgeFactory = (env) => new AwaitsAThread(env).listen();
