import type { FinalState, Ledger, LedgerSummary, ReadingEntry } from '../ledger/index.ts';
import { isDone } from '../ledger/index.ts';
import type { MeterLedger } from './meter.ts';

/** Readings by the time of their birth, in ms of virtual time; `untilMs` is left out. */
export interface BirthSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

type Counts = Pick<LedgerSummary, 'generated' | 'attempted' | 'ends' | 'stored' | 'storedUnacknowledged'>;

/**
 * The ledger of a run as if only readings born in a span had been closed, for metrics that speak of readings. What speaks
 * of the fleet over time (a backlog, the last end of all) still sees all.
 */
export class MeasuredLedger implements MeterLedger {
  summary: LedgerSummary | null = null;
  readonly #ledger: Ledger;
  readonly #fromUs: number;
  readonly #untilUs: number;
  readonly #ends = new Map<FinalState, number>();
  #generated = 0;
  #attempted = 0;
  #stored = 0;
  #storedUnacknowledged = 0;

  constructor(ledger: Ledger, { fromMs, untilMs }: BirthSpan) {
    this.#ledger = ledger;
    this.#fromUs = fromMs * 1000;
    this.#untilUs = untilMs * 1000;
    this.onClosed(({ entry, end }) => {
      this.#generated += 1;
      this.#ends.set(end, (this.#ends.get(end) ?? 0) + 1);
      if (entry.attempts > 0) this.#attempted += 1;
      if (entry.storedTimes === 0) return;
      this.#stored += 1;
      if (!isDone(end)) this.#storedUnacknowledged += 1;
    });
  }

  get lastAt(): number {
    return this.#ledger.lastAt;
  }

  onClosed(listener: Parameters<Ledger['onClosed']>[0]): void {
    this.#ledger.onClosed((closed) => {
      if (this.isMeasured(closed.entry)) listener(closed);
    });
  }

  onEnded(listener: Parameters<Ledger['onEnded']>[0]): void {
    this.#ledger.onEnded(listener);
  }

  onFirstStored(listener: Parameters<Ledger['onFirstStored']>[0]): void {
    this.#ledger.onFirstStored((entry, at) => {
      if (this.isMeasured(entry)) listener(entry, at);
    });
  }

  isMeasured({ bornAt }: ReadingEntry): boolean {
    return bornAt !== null && bornAt >= this.#fromUs && bornAt < this.#untilUs;
  }

  /** What is not counted by reading stays that of the whole run. */
  conclude(whole: LedgerSummary): LedgerSummary {
    const endsOf = (state: FinalState): number => this.#ends.get(state) ?? 0;
    const counts: Counts = {
      generated: this.#generated,
      attempted: this.#attempted,
      ends: {
        acknowledged: endsOf('acknowledged'),
        'duplicate-acknowledged': endsOf('duplicate-acknowledged'),
        dropped: endsOf('dropped'),
        rejected: endsOf('rejected'),
        exhausted: endsOf('exhausted'),
        overflowed: endsOf('overflowed'),
        damaged: endsOf('damaged'),
        pending: endsOf('pending'),
        parked: endsOf('parked'),
        lost: endsOf('lost'),
        untied: endsOf('untied'),
      },
      stored: this.#stored,
      storedUnacknowledged: this.#storedUnacknowledged,
    };
    this.summary = { ...whole, ...counts };
    return this.summary;
  }
}
