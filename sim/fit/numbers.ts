import { printDuration } from '../../settings/duration.ts';

/** The two-sided 95 % quantile of the normal distribution. */
const Z = 1.96;

export function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** With the divisor n. */
export function varianceOf(values: readonly number[], mean: number): number {
  let sum = 0;
  for (const value of values) sum += (value - mean) ** 2;
  return sum / values.length;
}

/** Of values in ascending order, between its neighbours in a straight line. `share` from 0 to 1. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [low = 0, high = low] = [sorted[below], sorted[below + 1]];
  return low + (place - below) * (high - low);
}

export function ascending(values: Iterable<number>): Float64Array {
  return Float64Array.from(values).sort();
}

export function medianOf(values: Iterable<number>): number {
  return quantileOf(ascending(values), 0.5);
}

/**
 * The 95 % interval of a share, each from 0 to 1 (Wilson, "Probable Inference, the Law of Succession, and Statistical
 * Inference", 1927).
 */
export function wilson(hits: number, count: number): readonly [low: number, high: number] {
  const share = hits / count;
  const centre = share + Z ** 2 / (2 * count);
  const reach = Z * Math.sqrt((share * (1 - share)) / count + Z ** 2 / (4 * count ** 2));
  const scale = 1 + Z ** 2 / count;
  return [Math.max(0, (centre - reach) / scale), Math.min(1, (centre + reach) / scale)];
}

/** Half the width of the 95 % interval of a mean. */
export function reachOfMean(values: readonly number[]): number {
  return Z * Math.sqrt(varianceOf(values, meanOf(values)) / values.length);
}

/** Three significant digits: more than any log of a fleet can tell. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

export function percent(share: number): string {
  return `${rounded(100 * share)}%`;
}

/** `5% (4.2% to 5.9%, 95 % interval, 812 of 16,240)`. */
export function shareInWords(hits: number, count: number): string {
  const [low, high] = wilson(hits, count);
  return `${percent(hits / count)} (${percent(low)} to ${percent(high)} at 95 %; ${hits} of ${count})`;
}

/** As a scenario file has it: in whole milliseconds, of long ones three digits. */
export function time(ms: number): string {
  return printDuration(Math.round(ms < 1000 ? ms : rounded(ms)));
}

/** As a person reads it, with three digits. */
export function shown(ms: number): string {
  return ms < 1000 ? `${rounded(ms)} ms` : `${rounded(ms / 1000)} s`;
}
