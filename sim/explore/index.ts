/**
 * What takes more than one run. Start with `verify.ts` (the same run twice), `explain.ts` (the story of a failure) or
 * `replicate.ts` (policies under many seeds).
 */
export { comparisonOf } from './compare.ts';
export type { Comparison } from './comparison.ts';
export { delayFactors } from './delay-factors.ts';
export type { TotalDelay } from './delay-factors.ts';
export { explain } from './explain.ts';
export type { Explanation } from './explain.ts';
export { meanTotalDelayMs, profilePolicy } from './policy-profile.ts';
export type { PolicyProfile } from './policy-profile.ts';
export { PRECISION_SEEDS_MIN } from './precision.ts';
export { replicate, replicationsOf } from './replicate.ts';
export type { SeedReplications } from './replicate.ts';
export { replicateUntil, seedsFrom } from './replicate-until.ts';
export type { Replication } from './replication.ts';
export { lostReplication, replicationOf } from './replication-of.ts';
export { runTwice } from './verify.ts';
export type { Verified } from './verify.ts';
