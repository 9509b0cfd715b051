import type { Estimate, PairedDifference } from '../sim/explore/comparison.ts';
import type { MetricUnit } from '../sim/metrics/metric.ts';
import { count, decimal, percent, time } from './format.ts';

/** In place of what could not be observed. */
export const NOT_OBSERVABLE = '–';

/** Decimals of a number in its unit (points, for a ratio): at least, without an interval, at most. */
const DECIMALS: Readonly<Record<Exclude<MetricUnit, 'duration'>, readonly [number, number, number]>> = {
  ratio: [1, 1, 2],
  plain: [1, 2, 3],
  rate: [0, 1, 1],
  count: [0, 1, 1],
};

/**
 * As many decimals as the interval supports: one digit of its half-width, two where that begins with 1. More would be
 * noise, fewer would hide what was paid for.
 */
function decimalsFor(half: number | null, unit: Exclude<MetricUnit, 'duration'>): number {
  const [least, usual, most] = DECIMALS[unit];
  if (half === null || half === 0) return usual;
  return Math.min(most, Math.max(least, -Math.floor(Math.log10(half / 2))));
}

/** Half the width of the interval, in the unit of the value; null without one. Exact for Student's t. */
function halfWidth({ low, high }: Estimate): number | null {
  return low === null || high === null ? null : (high - low) / 2;
}

/** Thousands in groups, so many decimals. */
function fixed(value: number, decimals: number): string {
  const [whole = '', fraction] = value.toFixed(decimals).split('.');
  const grouped = count(Number(whole));
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function spreadAt(half: number, decimals: number): string {
  if (half === 0) return '±0';
  const text = half.toFixed(decimals);
  return Number(text) === 0 ? `±<${(10 ** -decimals).toFixed(decimals)}` : `±${text}`;
}

/** A value and the half-width of its interval, apart so that a column can align both. */
export interface EstimateText {
  readonly value: string;
  /** `±0.4`, of a ratio in points; empty without an interval. */
  readonly spread: string;
}

/** `97.3%` and `±0.4`, `12.2s` and `±410ms`, `1.307` and `±0.012`. */
export function estimateText(estimate: Estimate, unit: MetricUnit): EstimateText {
  const { value } = estimate;
  if (value === null) return { value: NOT_OBSERVABLE, spread: '' };
  const half = halfWidth(estimate);
  if (unit === 'duration') {
    return { value: time(value), spread: half === null ? '' : `±${half === 0 ? '0' : time(half)}` };
  }
  const scale = unit === 'ratio' ? 100 : 1;
  const inUnit = half === null ? null : half * scale;
  const decimals = decimalsFor(inUnit, unit);
  if (half === 0 && unit !== 'ratio') {
    // As many decimals as the number has: nothing is uncertain about them.
    const exact = decimal(value, decimals).split('.')[1]?.length ?? 0;
    return { value: fixed(value, exact), spread: '±0' };
  }
  return {
    value: unit === 'ratio' ? percent(Math.min(1, value), decimals) : fixed(value, decimals),
    spread: inUnit === null ? '' : spreadAt(inUnit, decimals),
  };
}

/** A difference, its interval and its p-value, apart so that a column can align them. */
export interface DifferenceText {
  /** `+2.1`: of a ratio in points, of a duration with its unit. */
  readonly value: string;
  /** `[+1.5, +2.7]`; empty without an interval. */
  readonly interval: string;
  /** `p=0.031`, adjusted unless the metric is exploratory; empty without one. */
  readonly p: string;
}

export function differenceText(difference: PairedDifference, unit: MetricUnit): DifferenceText {
  const { value, low, high, pAdjusted, pValue } = difference;
  const p = pAdjusted ?? pValue;
  if (value === null) return { value: NOT_OBSERVABLE, interval: '', p: '' };
  const half = halfWidth(difference);
  const scale = unit === 'ratio' ? 100 : 1;
  const signed = (amount: number): string => {
    const size = Math.abs(amount);
    const text =
      unit === 'duration'
        ? time(size)
        : fixed(size * scale, decimalsFor(half === null ? null : half * scale, unit));
    // What is rounded to nothing has no direction.
    if (!/[1-9]/.test(text)) return '0';
    return (amount < 0 ? '-' : '+') + text;
  };
  return {
    value: signed(value),
    interval: low === null || high === null ? '' : `[${signed(low)}, ${signed(high)}]`,
    p: p === null ? '' : pText(p),
  };
}

/** `p=0.031`, or `p<0.001`: more digits would claim what no interval supports. */
export function pText(p: number): string {
  return p < 0.0005 ? 'p<0.001' : `p=${p.toFixed(3)}`;
}
