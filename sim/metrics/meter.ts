import type { Ledger, Watcher } from '../ledger/index.ts';

/** The part of the ledger that meters go by: that of a whole run, or of the readings that are measured. */
export type MeterLedger = Pick<Ledger, 'lastAt' | 'summary' | 'onClosed' | 'onEnded' | 'onFirstStored'>;

/** What only one metric needs to have counted. */
export interface Meter extends Watcher {
  /** Call once, after the last event and after the ledger was concluded. */
  conclude(): number | null;
}
