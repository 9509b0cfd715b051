/** Survives a crash, as far as it was synced. Names are any strings; contents are text. */
export interface Disk {
  read(name: string): string | undefined;
  write(name: string, content: string): void;
  remove(name: string): void;
  /** All names that begin with `prefix`, sorted by code unit. */
  list(prefix: string): readonly string[];
  /**
   * Makes all writes and removals so far durable, in their order: a crash in the middle leaves a first part of
   * them. What was not synced when a crash comes is gone.
   */
  sync(): void;
}
