/**
 * One run: a world lives from its first fault to its last answer and is judged. Start with `run.ts`, then `world.ts`.
 * It knows ports, not programs: what runs on the hosts is handed in.
 */
export { brokenPromises } from './broken-promises.ts';
export { deviceId } from './device-id.ts';
export { oneAtATime } from './one-at-a-time.ts';
export { run } from './run.ts';
export type { RunOptions } from './run.ts';
export { atomKey, familyKey } from './schedule.ts';
export { firstNumbers } from './number-limits.ts';
export type { Atom, Family, Schedule, TakenSamples } from './schedule.ts';
export type { ActListener } from './schedule-gate.ts';
export { WEAKER } from './weaker.ts';
export type { Weaker } from './weaker.ts';
export { standingFaults, withoutStanding } from './standing-faults.ts';
export type { InvariantResult, Outcome, RunResult, Timing } from './result.ts';
export type { Subject, SubjectPart } from './subject.ts';
export type { SubjectWire } from './subject.ts';
