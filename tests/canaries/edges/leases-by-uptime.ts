import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { PlainEdge } from '../plain-edge.ts';
import type { Reply } from '../plain-edge.ts';

const LEASE = 'leases/';
const LEASE_MS = 15_000;
const WORK_MS = 20;

/** Leases are rows of a table and end by the clock of the process: after a crash they hold for as long as it had run. */
class LeasesByUptime extends PlainEdge {
  protected override async take(message: Message): Promise<Reply> {
    const { clock, disk } = this.env;
    const name = LEASE + this.keyOf(message);
    if (clock.monotonic() < Number(disk.read(name) ?? 0)) return 'busy';
    disk.write(name, String(clock.monotonic() + LEASE_MS));
    disk.sync();
    await clock.sleep(WORK_MS);
    const reply = await super.take(message);
    disk.remove(name);
    disk.sync();
    return reply;
  }
}

export const leasesByUptime: EdgeFactory = (env) => new LeasesByUptime(env).listen();
