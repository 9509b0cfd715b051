import type { DeadLetter, Ids, Journal } from './journal.ts';

/** Readings that were given up, kept on the disk for somebody to look at. Holds only their numbers in memory. */
export class DeadLetters {
  readonly #journal: Journal;
  readonly #limit: number;
  readonly #sequenceIds: number[];

  constructor(journal: Journal, limit: number, sequenceIds: readonly number[]) {
    this.#journal = journal;
    this.#limit = limit;
    this.#sequenceIds = [...sequenceIds];
  }

  /** Writes, without sync. */
  park(letter: DeadLetter): void {
    this.#journal.saveDeadLetter(letter);
    this.#sequenceIds.push(letter.sequenceId);
  }

  /** Keeps the bound, without sync. Returns what had to make room, oldest first. */
  makeRoom(): readonly Ids[] {
    const lost: Ids[] = [];
    while (this.#sequenceIds.length > this.#limit) {
      const sequenceId = this.#sequenceIds.shift();
      if (sequenceId === undefined) break;
      lost.push({ sequenceId, correlationId: this.#journal.deadLetter(sequenceId)?.correlationId ?? null });
      this.#journal.forgetDeadLetter(sequenceId);
    }
    return lost;
  }

  /** Read from the disk, oldest first. */
  *[Symbol.iterator](): Generator<DeadLetter, void> {
    for (const sequenceId of this.#sequenceIds) {
      const letter = this.#journal.deadLetter(sequenceId);
      if (letter !== undefined) yield letter;
    }
  }
}
