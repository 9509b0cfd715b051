/**
 * One row that everybody writes, under optimistic locking: who wants to write it reads its version, works, and writes
 * only if the version is still the one that was read. The first to write wins, all others who read before it lose
 * and must begin again. With N clients that retry at once the work grows as N² (AWS Architecture Blog, "Exponential
 * Backoff And Jitter").
 */
export class ContendedRow {
  #version = 0;

  /** The version now, for `write` later. */
  read(): number {
    return this.#version;
  }

  /**
   * Compare and set: true, and a new version, if nobody has written since `version` was read. Whoever wins and then
   * fails to store has made others lose for nothing, as a transaction does that is rolled back.
   */
  write(version: number): boolean {
    if (version !== this.#version) return false;
    this.#version++;
    return true;
  }
}
