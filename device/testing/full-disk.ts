import { MemoryDisk } from '../../ports/index.ts';

/** A disk that may have no room: what it is given waits for a sync that finds some. */
export class FullDisk extends MemoryDisk {
  isFull = false;

  override sync(): void {
    if (this.isFull) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    super.sync();
  }
}
