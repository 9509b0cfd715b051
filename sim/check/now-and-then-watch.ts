import type { Violation } from './invariant.ts';
import { counted, instant } from './words.ts';

/** With fewer, or of more requests, it may be a moment's work that an edge does by itself. */
const REFUSALS_MIN = 3;
const REFUSED_SHARE = 0.02;
/** So many taken within a second are a load that an edge may be at its limit under. */
const BUSY_WITH = 10;
const SECOND_US = 1_000_000;

/** How the edge has done with one request that it should take. */
export interface Done {
  readonly at: number;
  readonly device: string;
  readonly reading: number;
  /** Null: it took it; else how it did not, in words. */
  readonly refused: string | null;
  /** It said when to come back, or had another request in work, or has just started. */
  readonly hasReason: boolean;
}

/**
 * Sees an edge that refuses now and then for no reason that it gives, while nothing at all has gone wrong: one refusal at a
 * time, with what came just before and just after it taken. One that is closed for a while, as it warms up or is maintained, refuses
 * all that comes in a row; one that sheds load says when to come back, or has other work, or has just taken ten in a second.
 */
export class NowAndThenWatch {
  #isOver = false;
  #seen = 0;
  /** Instants of what was taken last, ten at most. */
  #taken: number[] = [];
  #wasTaken = false;
  /** Refused with no reason, right after something was taken: alone if what comes next is taken. */
  #open: Done | null = null;
  readonly #alone: Done[] = [];
  #count = 0;

  /** Something has gone wrong: from here on there may be reasons. */
  disturbed(): void {
    this.#isOver = true;
    this.#open = null;
    this.#taken = [];
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  did(done: Done): void {
    if (this.#isOver) return;
    this.#seen += 1;
    if (done.refused === null) {
      if (this.#open !== null) this.#add(this.#open);
      this.#open = null;
      this.#wasTaken = true;
      this.#taken.push(done.at);
      if (this.#taken.length > BUSY_WITH) this.#taken.shift();
      return;
    }
    const [tenth] = this.#taken;
    const isBusy = this.#taken.length === BUSY_WITH && tenth !== undefined && done.at - tenth < SECOND_US;
    this.#open = this.#wasTaken && !done.hasReason && !isBusy ? done : null;
    this.#wasTaken = false;
  }

  /** Call in the end. */
  *violations(): Generator<Violation> {
    if (this.#count < REFUSALS_MIN || this.#count <= this.#seen * REFUSED_SHARE) return;
    const of = `${this.#count} of ${counted(this.#seen, 'request', 'requests')}`;
    for (const { at, device, reading, refused } of this.#alone) {
      const message = `refused at ${instant(at)} (${refused}), as were ${of} one at a time while nothing was wrong, with no word when to come back; what came before and after was taken`;
      yield { at, device, reading, kind: 'refused-now-and-then', message };
    }
  }

  #add(done: Done): void {
    this.#count += 1;
    if (this.#alone.length < REFUSALS_MIN) this.#alone.push(done);
  }
}
