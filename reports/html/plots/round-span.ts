/** Where an axis begins and ends, and round values between, both ends with them. */
export interface RoundSpan {
  readonly low: number;
  readonly high: number;
  readonly steps: readonly number[];
}

const STEPS_MAX = 5;

/**
 * A span of round steps around all values, in which differences are seen. It begins at 0 where they come near that: less than
 * what they differ by. Nulls are no values.
 */
export function roundSpan(given: readonly (number | null)[]): RoundSpan {
  const values = given.filter((value) => value !== null);
  const most = Math.max(0, ...values);
  const least = values.length === 0 ? 0 : Math.min(...values);
  const from = least >= 0 && least <= most - least ? 0 : least;
  const span = most - from || Math.abs(most) || 1;
  const step = roundStep(span / STEPS_MAX);
  const first = Math.floor(from / step);
  const last = Math.max(first + 1, Math.ceil(most / step));
  const steps = Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
  return { low: tidy(first * step), high: tidy(last * step), steps };
}

/** The least of 1, 2 and 5 times a power of ten that is no less. */
function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/** 0.30000000000000004 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
