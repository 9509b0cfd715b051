import type { Comparison } from '../sim/explore/comparison.ts';
import { canonical } from './canonical-json.ts';

/**
 * Comparisons as one JSON array, indented by two: one, or one for each value of a sweep. Nothing is rounded, and equal
 * comparisons are equal bytes. Ends without a line break.
 */
export function renderComparisonsJson(comparisons: readonly Comparison[]): string {
  return JSON.stringify(canonical(comparisons), null, 2);
}
