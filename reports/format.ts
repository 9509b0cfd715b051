import type { MetricUnit } from '../sim/metrics/metric.ts';

/** Numbers as a person reads them, the same in every locale and time zone. */

/** `4,812`. Rounds to a whole number. */
export function count(value: number): string {
  const digits = String(Math.round(Math.abs(value)));
  if (digits.includes('e')) return String(value);
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ',');
  return value < 0 && digits !== '0' ? `-${grouped}` : grouped;
}

/** `1.31`: so many decimals at most, none that say nothing. */
export function decimal(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}

/** A share as `78.8%`. `100%` and `0%` mean exactly that; what is only near is `>99.9%` or `<0.1%`. */
export function percent(share: number, decimals = 1): string {
  if (share <= 0) return '0%';
  if (share === 1) return '100%';
  const text = (share * 100).toFixed(decimals);
  const least = 10 ** -decimals;
  if (share < 1 && Number(text) >= 100) return `>${(100 - least).toFixed(decimals)}%`;
  return Number(text) === 0 ? `<${least.toFixed(decimals)}%` : `${text}%`;
}

/** The share of a part in a whole; empty when the whole is nothing. */
export function shareOf(part: number, whole: number): string {
  return whole === 0 ? '' : percent(part / whole);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Milliseconds as a measured time: `0.5ms`, `102ms`, `1.25s`, `5m00s`, `26h03m`. */
export function time(ms: number): string {
  if (ms < 10) return `${decimal(ms, 1)}ms`;
  if (Math.round(ms) < 1000) return `${Math.round(ms)}ms`;
  const seconds = ms / 1000;
  if (seconds < 59.995) return `${decimal(seconds, 2)}s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
}

/** Microseconds of virtual time as an instant: `12.345s`. */
export function instant(us: number): string {
  return `${(us / 1_000_000).toFixed(3)}s`;
}

/** `1 device`, `20 devices`. */
export function plural(number: number, one: string, many: string = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** A value of a metric, as its unit asks for it. */
export function metricValue(value: number, unit: MetricUnit): string {
  switch (unit) {
    case 'ratio':
      return percent(value);
    case 'duration':
      return time(value);
    case 'count':
      return count(value);
    case 'rate':
    case 'plain':
      return decimal(value, 3);
  }
}
