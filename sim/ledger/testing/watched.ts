import type { TraceEvent } from '../../trace/event.ts';
import { usualAnswers } from '../answer.ts';
import { Ledger } from '../ledger.ts';
import type { LedgerOptions } from '../ledger.ts';
import { WatchTable } from '../watcher.ts';
import type { Watcher } from '../watcher.ts';

/** Our own device, and an edge that tells what it stores as it stores it. */
export const OWN: LedgerOptions = {
  answers: usualAnswers('echo'),
  foreignDevice: false,
  foreignEdge: false,
  storedAtEnd: false,
  edgeTellsStored: true,
};

/** Shows a trace to a ledger, and to those who watch it: as in a run, but for the end, which is left to the caller. */
export function watched<Made extends Watcher>(
  trace: readonly TraceEvent[],
  make: (ledger: Ledger) => Made,
  options: LedgerOptions = OWN,
): { readonly ledger: Ledger; readonly made: Made } {
  const ledger = new Ledger(options);
  const made = make(ledger);
  const table = new WatchTable(ledger, [made]);
  for (const event of trace) table.observe(event);
  return { ledger, made };
}
