import type { Disk } from '../../ports/index.ts';

/** A disk for tests, and for a device that may forget everything when its process ends. */
export class MemoryDisk implements Disk {
  readonly #durable = new Map<string, string>();
  /** Changes since the last sync; undefined marks a removal. */
  readonly #changes = new Map<string, string | undefined>();

  read(name: string): string | undefined {
    return this.#changes.has(name) ? this.#changes.get(name) : this.#durable.get(name);
  }

  write(name: string, content: string): void {
    this.#changes.set(name, content);
  }

  remove(name: string): void {
    this.#changes.set(name, undefined);
  }

  list(prefix: string): readonly string[] {
    const names = new Set([...this.#durable.keys(), ...this.#changes.keys()]);
    return [...names].filter((name) => name.startsWith(prefix) && this.read(name) !== undefined).toSorted();
  }

  sync(): void {
    for (const [name, content] of this.#changes) {
      if (content === undefined) this.#durable.delete(name);
      else this.#durable.set(name, content);
    }
    this.#changes.clear();
  }

  /** As a power cut does: what was not synced is gone. */
  crash(): void {
    this.#changes.clear();
  }
}
