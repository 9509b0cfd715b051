/**
 * Statistics over replications: one value for each seed in, an estimate with its interval out. Start with `sample.ts`,
 * then `student-t.ts` and `bootstrap.ts`. Pure; it knows nothing of runs and policies.
 */
export { bootstrapMean, Resamples } from './bootstrap.ts';
export { holm } from './holm.ts';
export { REPLICATIONS_MIN } from './mean-estimate.ts';
export type { MeanTest } from './mean-estimate.ts';
export { leastPairedPValue, pairedT } from './paired-t.ts';
export type { Pair, PairedTest } from './paired-t.ts';
export { failureProbabilityBound } from './rule-of-three.ts';
export { studentTMean } from './student-t.ts';
