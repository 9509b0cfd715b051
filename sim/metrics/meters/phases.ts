import type { Ledger, LedgerSummary, Watcher } from '../../ledger/index.ts';
import type { Phase } from '../../trace/index.ts';

/** Where a run stood when a phase began, or when all of it was over. */
export interface PhaseMark {
  readonly phase: Phase | 'end';
  /** In ms of virtual time. */
  readonly atMs: number;
  /** Readings that were born and had not come to an end. */
  readonly open: number;
}

/** Faults, heal, drain: how much each began with, and what was left. */
export class PhaseMeter implements Watcher {
  readonly #ledger: Ledger;
  readonly #marks: PhaseMark[] = [];

  readonly on: Watcher['on'] = {
    phase_started: ({ at, phase }) => {
      this.#marks.push({ phase, atMs: at / 1000, open: this.#ledger.openReadings });
    },
  };

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  conclude({ ends }: LedgerSummary): readonly PhaseMark[] {
    return [...this.#marks, { phase: 'end', atMs: this.#ledger.lastAt / 1000, open: ends.pending }];
  }
}
