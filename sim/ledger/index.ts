/**
 * The delivery ledger: each reading from birth to its one end, folded from the trace. Start with `ledger.ts`;
 * checks and metrics read it through `ledger-view.ts`. It knows the trace and nothing of the run that wrote it.
 */
export { isPermanent, is2xx, endByAnswer, usualAnswers } from './answer.ts';
export type { AnswerRule } from './answer.ts';
export { FINAL_STATES, isDone } from './final-state.ts';
export type { FinalState } from './final-state.ts';
export { IntervalSet } from './interval-set.ts';
export { Ledger } from './ledger.ts';
export type { LedgerOptions } from './ledger.ts';
export type { LedgerSummary } from './ledger-summary.ts';
export type { Conflict, LedgerView } from './ledger-view.ts';
export { WatchTable } from './watcher.ts';
export type { Watcher } from './watcher.ts';
export type { ReadingEntry } from './reading-entry.ts';
