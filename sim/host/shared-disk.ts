import type { Disk } from '../../ports/index.ts';

/**
 * One machine's way to a disk that several have: what it writes is its own until it syncs, and then there for all. So its crash
 * takes nothing from the others.
 */
export class SharedDisk implements Disk {
  /** What all of them have. */
  readonly shared: Disk;
  /** By name, what this machine has changed and not synced; null: removed. */
  readonly #changes = new Map<string, string | null>();

  constructor(shared: Disk) {
    this.shared = shared;
  }

  read(name: string): string | undefined {
    const changed = this.#changes.get(name);
    return changed === undefined ? this.shared.read(name) : (changed ?? undefined);
  }

  write(name: string, content: string): void {
    this.#changes.set(name, content);
  }

  rename(from: string, to: string): void {
    const content = this.read(from);
    if (content === undefined || from === to) return;
    this.write(to, content);
    this.remove(from);
  }

  remove(name: string): void {
    this.#changes.set(name, null);
  }

  list(prefix = ''): readonly string[] {
    const names = new Set(this.shared.list(prefix));
    for (const [name, content] of this.#changes) {
      if (content === null) names.delete(name);
      else if (name.startsWith(prefix)) names.add(name);
    }
    return [...names].sort();
  }

  sync(): void {
    for (const name of this.#changes.keys()) this.#carryOut(name);
    this.#changes.clear();
    this.shared.sync();
  }

  syncFile(name: string): void {
    if (!this.#changes.has(name)) return;
    this.#carryOut(name);
    this.#changes.delete(name);
    this.shared.syncFile(name);
  }

  /** This machine crashes: what it had not synced is gone. */
  crash(): void {
    this.#changes.clear();
  }

  #carryOut(name: string): void {
    const content = this.#changes.get(name) ?? null;
    if (content === null) this.shared.remove(name);
    else this.shared.write(name, content);
  }
}
