import type { MeanEstimate } from './mean-estimate.ts';

/** Half of an interval's width as a share of the estimate; null without an interval, or around 0. */
export function relativeHalfWidth({
  value,
  low,
  high,
}: Pick<MeanEstimate, 'value' | 'low' | 'high'>): number | null {
  if (value === null || value === 0 || low === null || high === null) return null;
  return (high - low) / 2 / Math.abs(value);
}
