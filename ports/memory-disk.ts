import type { Disk } from './disk.ts';

/** Null stands for "no such file". */
interface DiskFile {
  readonly name: string;
  seen: string | null;
  /** What a crash leaves. */
  durable: string | null;
  unsynced: boolean;
  /** Chains the unsynced files. */
  next: DiskFile | null;
}

/**
 * A disk in memory: for a simulation, and for a device that may forget everything when its process ends. It is kinder than
 * the port promises: what was not synced is gone, all of it. Each file knows both of its contents, so that a sync touches
 * the files that were changed, and needs no map of its own.
 */
export class MemoryDisk implements Disk {
  /** Made with the first file: a large fleet boots with empty disks. */
  #files: Map<string, DiskFile> | null = null;
  #unsynced: DiskFile | null = null;

  read(name: string): string | undefined {
    return this.#files?.get(name)?.seen ?? undefined;
  }

  write(name: string, content: string): void {
    this.#files ??= new Map();
    const file = this.#files.get(name);
    if (file !== undefined) {
      this.#change(file, content);
      return;
    }
    const created: DiskFile = { name, seen: content, durable: null, unsynced: true, next: this.#unsynced };
    this.#files.set(name, created);
    this.#unsynced = created;
  }

  rename(from: string, to: string): void {
    const content = this.read(from);
    if (content === undefined || from === to) return;
    this.write(to, content);
    this.remove(from);
  }

  remove(name: string): void {
    const file = this.#files?.get(name);
    if (file !== undefined) this.#change(file, null);
  }

  list(prefix = ''): readonly string[] {
    const names: string[] = [];
    if (this.#files === null) return names;
    for (const { name, seen } of this.#files.values()) {
      if (seen !== null && name.startsWith(prefix)) names.push(name);
    }
    return names.sort();
  }

  sync(): void {
    for (let file = this.#unsynced; file !== null; file = this.#settle(file)) file.durable = file.seen;
    this.#unsynced = null;
  }

  /** The name with it. */
  syncFile(name: string): void {
    const file = this.#files?.get(name);
    if (file !== undefined && file.seen !== null) file.durable = file.seen;
  }

  /** As a power cut does: what was not synced is gone. */
  crash(): void {
    for (let file = this.#unsynced; file !== null; file = this.#settle(file)) file.seen = file.durable;
    this.#unsynced = null;
  }

  #change(file: DiskFile, content: string | null): void {
    file.seen = content;
    if (file.unsynced) return;
    file.unsynced = true;
    file.next = this.#unsynced;
    this.#unsynced = file;
  }

  /** Both contents are the same again. Returns the next of the chain. */
  #settle(file: DiskFile): DiskFile | null {
    const { next } = file;
    file.unsynced = false;
    file.next = null;
    if (file.seen === null) this.#files?.delete(file.name);
    return next;
  }
}
