import type { Disk } from '../../ports/index.ts';

/** The disk in the hands of one boot. Code that outlived its crash changes nothing on it any more: the next boot has it. */
export class BootDisk implements Disk {
  readonly #disk: Disk;
  readonly #isAlive: () => boolean;

  constructor(disk: Disk, isAlive: () => boolean) {
    this.#disk = disk;
    this.#isAlive = isAlive;
  }

  read(name: string): string | undefined {
    return this.#disk.read(name);
  }

  write(name: string, content: string): void {
    if (this.#isAlive()) this.#disk.write(name, content);
  }

  rename(from: string, to: string): void {
    if (this.#isAlive()) this.#disk.rename(from, to);
  }

  remove(name: string): void {
    if (this.#isAlive()) this.#disk.remove(name);
  }

  list(prefix: string): readonly string[] {
    return this.#disk.list(prefix);
  }

  sync(): void {
    if (this.#isAlive()) this.#disk.sync();
  }

  syncFile(name: string): void {
    if (this.#isAlive()) this.#disk.syncFile(name);
  }
}
