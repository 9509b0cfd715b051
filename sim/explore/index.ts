/**
 * What takes more than one run. Start with `verify.ts` (the same run twice) or `explain.ts` (the story of a failure).
 */
export { explain } from './explain.ts';
export type { Explanation } from './explain.ts';
export { runTwice } from './verify.ts';
export type { Divergence, Verified } from './verify.ts';
