/**
 * The promises of a run and their checkers, one invariant per file. Start with `invariant.ts`, then `invariants.ts`.
 * It reads the trace and the ledger, nothing else.
 */
export { Checkers } from './checkers.ts';
export { judgeExpectations } from './expectations.ts';
export type { JudgedExpectation } from './expectations.ts';
export type { CheckContext, CheckVerdict } from './invariant.ts';
export { INVARIANTS } from './invariants.ts';
export { sizeChangeOf } from './size-change.ts';
