import type { Disk } from '../../ports/index.ts';

/** What a disk says that is away. */
class DiskAway extends Error {
  readonly code = 'EIO';

  constructor() {
    super('EIO: the disk is away');
  }
}

/** A disk that can be away for a while: then it gives nothing, and makes nothing durable. What is on it stays. */
export class FailingDisk implements Disk {
  readonly #disk: Disk;
  readonly #refused: () => void;
  isAway = false;
  /** Whether anybody asked it for anything yet. */
  isUsed = false;
  /** How often it threw: while it is away, or has no room. */
  refusals = 0;

  /** `refused` is called each time that it is asked while it is away. */
  constructor(disk: Disk, refused: () => void) {
    this.#disk = disk;
    this.#refused = refused;
  }

  /** The disk that is away, or is not. */
  get lasting(): Disk {
    return this.#disk;
  }

  read(name: string): string | undefined {
    this.#ask();
    return this.#disk.read(name);
  }

  write(name: string, content: string): void {
    this.isUsed = true;
    this.#disk.write(name, content);
  }

  rename(from: string, to: string): void {
    this.#disk.rename(from, to);
  }

  remove(name: string): void {
    this.#disk.remove(name);
  }

  list(prefix = ''): readonly string[] {
    this.#ask();
    return this.#disk.list(prefix);
  }

  sync(): void {
    this.#ask();
    this.#trySync(() => this.#disk.sync());
  }

  syncFile(name: string): void {
    this.#ask();
    this.#trySync(() => this.#disk.syncFile(name));
  }

  #trySync(sync: () => void): void {
    try {
      sync();
    } catch (error) {
      this.refusals += 1;
      throw error;
    }
  }

  #ask(): void {
    this.isUsed = true;
    if (!this.isAway) return;
    this.refusals += 1;
    this.#refused();
    throw new DiskAway();
  }
}
