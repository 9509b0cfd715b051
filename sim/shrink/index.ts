/**
 * From a failing run to a small one that fails in the same way, and the file that keeps it. Start with `shrink.ts`, then
 * `search.ts`; `failure.ts` says when two failures are the same. It is a caller of `run` and knows no command line.
 */
export type { Candidate, Part } from './candidate.ts';
export { parseFailureFile, printFailureFile, scheduleIn } from './failure-file.ts';
export type { FailureFile } from './failure-file.ts';
export type { Bound, Notebook, Trial } from './laboratory.ts';
export { checkKept, isKeptWell, isStale } from './kept-failure.ts';
export type { KeptCheck } from './kept-failure.ts';
export { recorderHere } from './run-candidate.ts';
export type { RunRecorder } from './run-candidate.ts';
export { replay } from './replay.ts';
export type { Replay } from './replay.ts';
export { scheduleDifference } from './schedule-difference.ts';
export type { ScheduleDifference } from './schedule-difference.ts';
export { shrink } from './shrink.ts';
export type { Explained, Finding, Shrinkage } from './shrink.ts';
