import { MemoryDisk } from '../../ports/index.ts';

/** A disk that may have no room: what it is given waits for a sync that finds some; what is removed needs none. */
export class FullDisk extends MemoryDisk {
  isFull = false;
  readonly #removed = new Set<string>();
  /** Those that a sync without room has carried out. */
  readonly #gone = new Set<string>();

  override write(name: string, content: string): void {
    this.#removed.delete(name);
    super.write(name, content);
  }

  override remove(name: string): void {
    if (this.read(name) !== undefined) this.#removed.add(name);
    super.remove(name);
  }

  override sync(): void {
    if (this.isFull) {
      for (const name of this.#removed) this.#gone.add(name);
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    }
    super.sync();
    this.#removed.clear();
    this.#gone.clear();
  }

  override crash(): void {
    super.crash();
    for (const name of this.#gone) super.remove(name);
    super.sync();
    this.#removed.clear();
    this.#gone.clear();
  }
}
