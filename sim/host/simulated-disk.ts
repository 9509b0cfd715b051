import type { Disk } from './ports.ts';

/** A disk in memory. A crash takes what was not synced. */
export class SimulatedDisk implements Disk {
  readonly #durable = new Map<string, string>();
  /** Writes since the last sync; null marks a removal. */
  readonly #unsynced = new Map<string, string | null>();

  read(name: string): string | undefined {
    const written = this.#unsynced.get(name);
    return written === undefined ? this.#durable.get(name) : (written ?? undefined);
  }

  write(name: string, content: string): void {
    this.#unsynced.set(name, content);
  }

  remove(name: string): void {
    this.#unsynced.set(name, null);
  }

  list(prefix: string): readonly string[] {
    const names = new Set<string>();
    for (const name of this.#durable.keys()) if (name.startsWith(prefix)) names.add(name);
    for (const [name, content] of this.#unsynced) {
      if (content === null) names.delete(name);
      else if (name.startsWith(prefix)) names.add(name);
    }
    return [...names].sort();
  }

  sync(): void {
    for (const [name, content] of this.#unsynced) {
      if (content === null) this.#durable.delete(name);
      else this.#durable.set(name, content);
    }
    this.#unsynced.clear();
  }

  crash(): void {
    this.#unsynced.clear();
  }
}
