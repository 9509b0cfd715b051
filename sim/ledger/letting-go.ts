import type { ClosedReadings } from './closed-readings.ts';
import { LingerQueue } from './linger-queue.ts';
import type { EntryState } from './reading-entry.ts';

/**
 * Not every flight ends in an event: nobody tells what becomes of a request or an answer whose client has given up.
 * An entry that has its end is let go after this long although such a flight seems open. What may come of it later
 * is still recognised as a second time, only the time of the first is not known then. The same goes for one whose answer may be
 * followed by another.
 */
const LINGER_US = 600_000_000;

export interface LettingGoOptions {
  readonly closed: ClosedReadings;
  /** The edge lists what it stored only when the run ends: no entry may be let go before that. */
  readonly storedAtEnd: boolean;
  readonly foreignDevice: boolean;
}

/**
 * Lets go of an entry as soon as virtual time has moved past the instant at which it had its end and nothing of it was under
 * way; so memory is that of the readings in motion.
 */
export class LettingGo {
  readonly #options: LettingGoOptions;
  readonly #retiring: EntryState[] = [];
  #retiringAt = 0;
  readonly #lingering = new LingerQueue<EntryState>(LINGER_US);

  constructor(options: LettingGoOptions) {
    this.#options = options;
  }

  /** Something happened to the entry. */
  consider(entry: EntryState, at: number): void {
    if (entry.retiring || !this.#isFinal(entry)) return;
    const mayGoOn = entry.word === null && entry.answerMayChange;
    if (entry.inFlight || mayGoOn) {
      if (!entry.inFlightForSure && !entry.lingering) {
        entry.lingering = true;
        this.#lingering.push(entry, at);
      }
      return;
    }
    entry.retiring = true;
    this.#retiring.push(entry);
    this.#retiringAt = at;
  }

  /** An event of this instant comes. */
  reach(at: number): void {
    if (this.#retiring.length > 0 && at > this.#retiringAt) this.retire();
    if (this.#lingering.isDue(at)) this.#stopLingering(at);
  }

  /** Lets go of all that were at rest when the last event came. */
  retire(): void {
    for (const entry of this.#retiring) {
      entry.retiring = false;
      // A later event of the same instant may have set it in motion again.
      if (!entry.inFlight) this.#letGo(entry);
    }
    this.#retiring.length = 0;
  }

  /** It has its end and will get no other. */
  #isFinal(entry: EntryState): boolean {
    if (this.#options.storedAtEnd || (entry.bornAt === null && !entry.revived)) return false;
    // A device that forgot the end with its memory begins again: what it does until it tells the end anew is one count.
    if (entry.boot > entry.endBoot) return false;
    if (entry.word !== null) return true;
    return this.#options.foreignDevice && !entry.book.speaks && entry.answer !== null;
  }

  #stopLingering(at: number): void {
    for (const entry of this.#lingering.takeDue(at)) {
      entry.lingering = false;
      if (!entry.inFlightForSure) this.#letGo(entry);
    }
  }

  #letGo(entry: EntryState): void {
    const { book } = entry;
    const end = entry.word ?? entry.answer;
    // Another may stand in its place by now.
    if (end === null || book.entries.get(entry.reading) !== entry) return;
    book.letGo(entry, end);
    if (!entry.revived) this.#options.closed.add({ entry, end });
  }
}
