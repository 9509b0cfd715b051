/**
 * Many runs: what is planned, shared out, recorded, joined and summed up. Start with `sweep-plan.ts`, then `run-record.ts`;
 * `sweep.ts` is all of it in one process. It reads no file and knows no clock: the same runs give the same bytes, whoever
 * ran them.
 */
export { assertPassed, failureWords } from './assert-passed.ts';
export { baselineText, readBaseline } from './baseline-file.ts';
export { baselineRunOf, settingsDigest } from './baseline.ts';
export type { Baseline } from './baseline.ts';
export { blobLine, readBlob, readRunLine } from './blob.ts';
export type { Blob, BlobHead, BlobRun } from './blob.ts';
export { intervalsOf } from './intervals.ts';
export type { Interval } from './intervals.ts';
export { mergeBlobs } from './merge.ts';
export type { Merged, NamedBlob } from './merge.ts';
export { recordRuns } from './record-runs.ts';
export type { RecordRunsOptions } from './record-runs.ts';
export { failureOf, hasPassed, lostRecord, recordOf } from './run-record.ts';
export type { BrokenRecord, MissedRecord, RunRecord } from './run-record.ts';
export { checkScenario, isWrong } from './scenario-check.ts';
export type { CheckedRun, ScenarioCheck } from './scenario-check.ts';
export { itemsOfShard, WHOLE } from './shards.ts';
export type { Shard } from './shards.ts';
export { failedFirst, itemsOf, namesOf, planHash } from './sweep-plan.ts';
export { seedsOf, sweep } from './sweep.ts';
export type { SweepOptions, SweepResult } from './sweep.ts';
export type { PlannedRun, SweepItem, SweepPlan } from './sweep-plan.ts';
export { drawWorld, SWARM, worldToYaml } from './swarm.ts';
export { neverInWords, summarise } from './sweep-summary.ts';
export type { FailureGroup, LeastMargin, ScenarioSummary, SweepSummary } from './sweep-summary.ts';
