/**
 * One request of a device from the instant it is sent until nothing of it is under way any more: not at the
 * client, not on the wire, not at the edge. Gone from the entry after that.
 */
export interface AttemptRecord {
  readonly attempt: number;
  /** The second copy that the device announced with `duplicate_triggered`; no attempt in the sense of the budget. */
  readonly copy: boolean;
  readonly sentAt: number;
  /** The client waits for an answer. */
  readonly clientWaits: boolean;
  /** The edge works on it. */
  readonly atEdge: boolean;
  /** Copies of it that the edge works on. */
  readonly copiesAtEdge: number;
}

/** How long an answer asked its client to wait. */
export interface AskedThen {
  /** When it came, in microseconds of virtual time. */
  readonly at: number;
  readonly retryAfterMs: number | null;
  /** The same by the `Date` of the answer; left out where that is no other. */
  readonly byDateMs?: number | undefined;
}

/** How an attempt ended for the client, which is what its next delay is counted from. Without an answer it was asked nothing. */
export interface AttemptEnding extends AskedThen {
  /** When the attempt had been sent; null where that was let go of. */
  readonly sentAt: number | null;
  readonly attempt: number;
  readonly how: 'answered' | 'refused' | 'reset' | 'abandoned';
  /** Of the answer; null without one. */
  readonly status: number | null;
}

/** The ledger's own, changing side of a record. */
export class AttemptState implements AttemptRecord {
  readonly attempt: number;
  readonly copy: boolean;
  readonly sentAt: number;
  clientWaits = true;
  requestOnWire = true;
  atEdge = false;
  answerOnWire = false;
  /** Copies that the network has announced and not delivered. */
  copiesOnWire = 0;
  copiesAtEdge = 0;
  /** Where the edge has several instances: which of them has it, by copy; null where there is one. */
  #instances: Map<number, number> | null = null;
  /** The connection broke: an answer that comes later has nowhere to go. */
  broken = false;

  constructor(attempt: number, copy: boolean, sentAt: number) {
    this.attempt = attempt;
    this.copy = copy;
    this.sentAt = sentAt;
  }

  get settled(): boolean {
    return !this.clientWaits && !this.requestOnWire && !this.atEdge && !this.answerOnWire && !this.hasCopies;
  }

  get hasCopies(): boolean {
    return this.copiesOnWire > 0 || this.copiesAtEdge > 0;
  }

  /** The client knows its end; copies may be under way still. */
  close(): void {
    this.clientWaits = false;
    this.requestOnWire = false;
    this.atEdge = false;
    this.answerOnWire = false;
  }

  requestLost(): void {
    this.requestOnWire = false;
    this.copiesOnWire = 0;
  }

  /** The answer vanished, or came when nobody waited any more. */
  answerGone(): void {
    this.requestOnWire = false;
    this.answerOnWire = false;
  }

  copyGone(): void {
    this.copiesOnWire = Math.max(0, this.copiesOnWire - 1);
  }

  /** `processed`: the edge had got the request. */
  reset(processed: boolean): void {
    this.broken = true;
    this.clientWaits = false;
    this.answerOnWire = false;
    this.requestOnWire = false;
    // A copy is made of a request that got through.
    if (!processed) this.copiesOnWire = 0;
  }

  /** Undefined: the edge has one instance. */
  delivered(copy: number, instance: number | undefined): void {
    if (instance !== undefined) {
      this.#instances ??= new Map();
      this.#instances.set(copy, instance);
    }
    if (copy > 0) {
      this.copyGone();
      this.copiesAtEdge += 1;
      return;
    }
    this.requestOnWire = false;
    this.atEdge = true;
  }

  /** What this instance has of it is gone; undefined: the only one crashed. */
  edgeCrashed(instance: number | undefined): void {
    if (instance === undefined || this.#instances === null) {
      this.atEdge = false;
      this.copiesAtEdge = 0;
      return;
    }
    for (const [copy, at] of this.#instances) {
      if (at !== instance) continue;
      this.#instances.delete(copy);
      if (copy === 0) this.atEdge = false;
      else this.copiesAtEdge -= 1;
    }
  }

  answered(copy: number): void {
    this.#instances?.delete(copy);
    if (copy === 0) {
      this.requestOnWire = false;
      this.atEdge = false;
      this.answerOnWire = !this.broken;
    } else if (this.copiesAtEdge > 0) {
      this.copiesAtEdge -= 1;
    } else {
      // Answered in front of the edge: it was never delivered.
      this.copyGone();
    }
  }
}
