/**
 * The promises of a run and their checkers, one invariant per file. Start with `invariant.ts`, then `invariants.ts`.
 * It reads the trace and the ledger, nothing else, and knows no scenario.
 */
export { Checkers } from './checkers.ts';
export type { Verdicts } from './checkers.ts';
export type { CheckContext, DeviceRules, CheckVerdict, Invariant, Violation } from './invariant.ts';
export { INVARIANT_NAMES, INVARIANTS } from './invariants.ts';
export type { InvariantName } from './invariants.ts';
export { parseSometimes, SOMETIMES_NAMES, SometimesWatch } from './sometimes.ts';
