import type { ReadingEntry } from '../ledger/index.ts';
import type { Violation } from './invariant.ts';
import { instant, span } from './words.ts';

/** With fewer, or within less, an edge may be tidying up after the request that was cut off. */
const REFUSALS_MIN = 3;
const REFUSED_FOR_US = 1_000_000;
/** An edge that does not say what it stored may go on for so long with what was cut off, and store it in the end. */
const WORK_US = 30_000_000;

/** One delivery of a reading. */
interface Delivery {
  readonly at: number;
  readonly attempt: number;
  readonly copy: number;
}

/** How often the edge did something to other readings, up to now. */
interface Others {
  readonly taken: number;
  readonly refused: number;
}

interface Refusals {
  count: number;
  /** Of the last of them. */
  of: Pick<Delivery, 'attempt' | 'copy'> | null;
  readonly firstAt: number;
  lastAt: number;
  last: string;
  /** As the first of them came. */
  readonly before: Others;
  /** As the last of them came. */
  taken: number;
}

/** A reading with which the edge had begun, and whose request it could not answer. */
interface CutOff extends Delivery {
  readonly how: string;
  /** Until then a fault may have the edge go on with it. */
  readonly heldUpUntil: number;
  refusals: Refusals | null;
}

export interface CutOffOptions {
  /** Whether a reading is known to be in the store. */
  readonly isStored: (entry: ReadingEntry) => boolean;
  /** Whether the edge says what it stored. */
  readonly isStoreSeen: boolean;
}

/**
 * Sees claims that outlive their owner: a request is cut off, as its client hangs up or the edge crashes, and from then on the
 * edge refuses that reading whenever it comes again, while it takes all others. An edge that refuses others too may be at a
 * limit; one that has the reading in its store in the end was at work on it, and one that a fault holds up may be.
 */
export class CutOffWatch {
  readonly #options: CutOffOptions;
  readonly #cut = new Map<ReadingEntry, CutOff>();
  #others: Others = { taken: 0, refused: 0 };
  observations = 0;

  constructor(options: CutOffOptions) {
    this.#options = options;
  }

  /** What counts is what the first request left behind: those that are refused may be given up too. */
  cutOff(entry: ReadingEntry, cut: Omit<CutOff, 'refusals'>): void {
    if (!this.#cut.has(entry)) this.#cut.set(entry, { ...cut, refusals: null });
  }

  isCut(entry: ReadingEntry): boolean {
    return this.#cut.has(entry);
  }

  took(entry: ReadingEntry | null): void {
    if (entry !== null) this.#cut.delete(entry);
    const { taken, refused } = this.#others;
    this.#others = { taken: taken + 1, refused };
  }

  /** Null: nobody knows which reading it is. `said`: how it was refused. */
  refused(entry: ReadingEntry | null, { at, attempt, copy }: Delivery, said: string): void {
    const cut = entry === null ? undefined : this.#cut.get(entry);
    const { taken, refused } = this.#others;
    if (entry === null || cut === undefined) {
      // Asked to wait for another request of its own, which is in work.
      if (entry === null || !isAtEdge(entry)) this.#others = { taken, refused: refused + 1 };
      return;
    }
    // It has an end, though nobody waits for it. What came meanwhile had to wait; what comes now need not.
    if (cut.attempt === attempt && cut.copy === copy) {
      cut.refusals = null;
      return;
    }
    if (at < cut.heldUpUntil) return;
    this.observations += 1;
    // What others were refused for may be what this one was refused for.
    if (cut.refusals?.before.refused !== refused) {
      const before = this.#others;
      cut.refusals = { count: 0, of: null, firstAt: at, lastAt: at, last: said, before, taken };
    }
    const { refusals } = cut;
    // Whoever hung up on it has counted it: what the edge says to nobody is no second refusal.
    const isAnotherWord = refusals.of?.attempt === attempt && refusals.of.copy === copy;
    if (!isAnotherWord) refusals.count += 1;
    refusals.of = { attempt, copy };
    refusals.lastAt = at;
    refusals.last = said;
    refusals.taken = taken;
  }

  /** Call in the end. */
  *violations(): Generator<Violation> {
    const { isStored, isStoreSeen } = this.#options;
    for (const [entry, { at, how, refusals }] of this.#cut) {
      if (refusals === null || isStored(entry)) continue;
      const { count, firstAt, lastAt, last, before, taken } = refusals;
      const isOver = isStoreSeen ? lastAt - firstAt >= REFUSED_FOR_US : lastAt - at >= WORK_US;
      if (count < REFUSALS_MIN || !isOver || taken - before.taken < count - 1) continue;
      const message = `cut off at ${instant(at)} (${how}), and refused ${count} times over ${span((lastAt - firstAt) / 1_000)} from then on, at last at ${instant(lastAt)} (${last}), while the edge took others and refused none; it was never taken`;
      yield {
        at: lastAt,
        device: entry.device,
        reading: entry.reading,
        kind: 'refused-after-cut-off',
        message,
      };
    }
  }
}

function isAtEdge({ open }: ReadingEntry): boolean {
  return open.some(({ atEdge, copiesAtEdge }) => atEdge || copiesAtEdge > 0);
}
