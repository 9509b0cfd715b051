import type { Disk } from '../../ports/index.ts';
import { FailingDisk } from './failing-disk.ts';
import { SharedDisk } from './shared-disk.ts';

/** The disk that all boots of a machine have had in their hands: what is known by it outlives a crash. */
export function lastingDisk(disk: Disk): Disk {
  return disk instanceof BootDisk ? disk.lasting : disk;
}

/** The disk that all machines of an edge have, whichever of them this one is in the hands of. */
export function sharedDisk(disk: Disk): Disk {
  const lasting = lastingDisk(disk);
  const own = lasting instanceof FailingDisk ? lasting.lasting : lasting;
  return own instanceof SharedDisk ? own.shared : own;
}

/** The disk in the hands of one boot. Code that outlived its crash changes nothing on it any more: the next boot has it. */
export class BootDisk implements Disk {
  readonly lasting: Disk;
  readonly #isAlive: () => boolean;

  constructor(disk: Disk, isAlive: () => boolean) {
    this.lasting = disk;
    this.#isAlive = isAlive;
  }

  read(name: string): string | undefined {
    return this.lasting.read(name);
  }

  write(name: string, content: string): void {
    if (this.#isAlive()) this.lasting.write(name, content);
  }

  rename(from: string, to: string): void {
    if (this.#isAlive()) this.lasting.rename(from, to);
  }

  remove(name: string): void {
    if (this.#isAlive()) this.lasting.remove(name);
  }

  list(prefix = ''): readonly string[] {
    return this.lasting.list(prefix);
  }

  sync(): void {
    if (this.#isAlive()) this.lasting.sync();
  }

  syncFile(name: string): void {
    if (this.#isAlive()) this.lasting.syncFile(name);
  }
}
