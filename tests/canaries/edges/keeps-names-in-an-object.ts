import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** `seen[device] ??= new Set()`: what stands under `constructor` and `__proto__` is there already, and is no set. */
class KeepsNamesInAnObject extends PlainEdge {
  readonly #seen: Record<string, Set<number>> = {};

  protected override async take(message: Message): Promise<Reply> {
    const { device_id, sequence_id } = message;
    const ofDevice = (this.#seen[device_id] ??= new Set());
    if (ofDevice.has(sequence_id)) return 'duplicate';
    ofDevice.add(sequence_id);
    this.store(message);
    return 'accepted';
  }
}

export const keepsNamesInAnObject: EdgeFactory = (env) => new KeepsNamesInAnObject(env).listen();
