import type { Message } from '../../../protocol/index.ts';
import type { EdgeFactory } from '../../../ports/index.ts';
import { SwallowsAFullDisk } from './swallows-a-full-disk.ts';

/** Where the disk has no room it takes the reading all the same: the next sync that finds some writes it too. */
class CountsOnALaterSync extends SwallowsAFullDisk {
  protected override hasNoRoom(message: Message): void {
    this.env.stored(message);
  }
}

export const countsOnALaterSync: EdgeFactory = (env) => new CountsOnALaterSync(env).listen();
