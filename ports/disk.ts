/**
 * A disk as programs find it: it survives a crash as far as it was synced, and promises no more than a file system does.
 * Names are any strings; contents are text.
 */
export interface Disk {
  /** @throws what the disk of an edge says while its store is away (`edge.storeOutage`: `code: 'EIO'`). */
  read(name: string): string | undefined;
  /**
   * In place, and never a failure: that comes with the sync. Until then a power cut may leave what was there before, the
   * new content, or a first part of it. What must not be lost is written under another name, synced, and renamed.
   */
  write(name: string, content: string): void;
  /** In one step: under `to` stands what stood there before, or what stood under `from`. Without a `from` nothing happens. */
  rename(from: string, to: string): void;
  remove(name: string): void;
  /** All names that begin with `prefix`, sorted by code unit; without it all names. */
  list(prefix?: string): readonly string[];
  /**
   * Makes all so far durable: contents, and the names that are new, changed or gone. In no order: a power cut in its midst
   * leaves each of them done or not done, for itself. What was neither synced nor caught by chance is gone after a cut.
   * @throws what the disk says (`code: 'ENOSPC'` where there is no room). What could not be done is left for a later sync.
   */
  sync(): void;
  /** Makes one content durable, as the fsync of a file does, and not its name, if that is new: `sync` does. Throws likewise. */
  syncFile(name: string): void;
}
