import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

/** Until then its owner is done, or dead. */
const CLAIM_MS = 10_000;
const INSERT_MS = 25;

/** All instances see a claim; but when it ends each reckons by a clock of its own. */
class ClaimsByTheTimeOfDay extends PlainEdge {
  protected override async take(message: Message): Promise<Reply> {
    const { disk, clock } = this.env;
    const key = this.keyOf(message);
    if (disk.read(`taken/${key}`) !== undefined) return 'duplicate';
    if (Number(disk.read(`claims/${key}`) ?? 0) > clock.now()) return 'busy';
    disk.write(`claims/${key}`, String(clock.now() + CLAIM_MS));
    disk.sync();
    await new Promise<void>((resolve) => void clock.setTimeout(resolve, INSERT_MS));
    return super.take(message);
  }

  protected override store(message: Message): void {
    this.env.disk.write(`taken/${this.keyOf(message)}`, '');
    this.env.disk.sync();
    super.store(message);
  }
}

export const claimsByTheTimeOfDay: EdgeFactory = (env) => new ClaimsByTheTimeOfDay(env).listen();
