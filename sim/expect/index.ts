/**
 * What a scenario expects of its run, held against what the run gave. Start with `expectations.ts`; `judge-bound.ts` says
 * what a run of another size can be judged by. It knows results, not how they came about.
 */
export { expectedViolations, judgeExpectations } from './expectations.ts';
export type { ForeignParts, JudgedExpectation } from './expectations.ts';
export { sizeChangeOf } from './size-change.ts';
