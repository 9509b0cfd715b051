import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Remembers only the newest number of each device, and takes all that is not newer for a duplicate. */
class KeepsAHighWaterMark extends PlainEdge {
  readonly #newest = new Map<string, number>();

  protected override async take(message: Message): Promise<Reply> {
    const { device_id: device, sequence_id: number } = message;
    if (number <= (this.#newest.get(device) ?? -1)) return 'duplicate';
    this.#newest.set(device, number);
    this.store(message);
    return 'accepted';
  }
}

export const keepsAHighWaterMark: EdgeFactory = (env) => new KeepsAHighWaterMark(env).listen();
