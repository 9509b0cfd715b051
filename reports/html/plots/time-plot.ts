import type { Rule, TimeAxis } from './axis.ts';
import { roundTop } from './round-top.ts';

/**
 * How numbers over time are drawn. `area`: steps that are filled to the foot; `stack`: steps upon those of the traces before;
 * `line`: points that are joined; `ledge`: a short level line for each; `between`: from the numbers to `from`; `told`: not at
 * all, it stands in the table.
 */
export type Shape = 'area' | 'stack' | 'line' | 'ledge' | 'between' | 'told';

/** One row of numbers, a number for each instant of its plot. */
export interface Trace {
  /** What they are. */
  readonly says: string;
  /** The same in the legend, where more is said of them all together. */
  readonly legend: string;
  readonly shape: Shape;
  /** Names how it looks: a class of the style. */
  readonly look: string;
  readonly values: readonly number[];
  /** The other end of what is drawn; empty but for `between`. */
  readonly from: readonly number[];
  readonly tells: (value: number) => string;
}

/** A trace that stands on the foot, and of which the legend says no more than the head of its numbers. */
export function traceOf(
  shape: Shape,
  look: string,
  says: string,
  values: readonly number[],
  tells: (value: number) => string,
): Trace {
  return { says, legend: says, shape, look, values, from: [], tells };
}

/** What the height means: evenly from 0, or by powers of ten from 1 up. */
export interface PlotScale {
  readonly kind: 'even' | 'decades';
  /** At its top. 0: there is nothing to draw. */
  readonly most: number;
  readonly rules: readonly Rule[];
}

/** What a plot over virtual time shows, however it is drawn. */
export interface TimePlot {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** In one sentence, for who does not see it. */
  readonly says: string;
  /** Microseconds, ascending. */
  readonly at: readonly number[];
  /** Each number is about so many microseconds from its instant; null: about the instant. */
  readonly widthUs: number | null;
  readonly traces: readonly Trace[];
  readonly scale: PlotScale;
  /** Of the drawing, in pixels. */
  readonly height: number;
}

/** From 0 at the foot of a plot to 1 at its top. */
export function heightOf(value: number, { kind, most }: PlotScale): number {
  if (most === 0) return 0;
  return kind === 'even' ? value / most : Math.log10(Math.max(1, value)) / Math.log10(most);
}

/** Where a line has its point: in the middle of the stretch that the number is about. */
export function middleAt(at: number, widthUs: number | null): number {
  return at + (widthUs ?? 0) / 2;
}

/** The numbers of each trace, those of a stack upon the others below them. */
export function stacked(traces: readonly Trace[]): readonly (readonly number[])[] {
  const sums: number[] = [];
  return traces.map(({ shape, values }) => {
    if (shape !== 'stack') return values;
    for (const [index, value] of values.entries()) sums[index] = (sums[index] ?? 0) + value;
    return [...sums];
  });
}

/** What an axis ends at: a round number that nothing which is shown is above. 0 where nothing is. */
export function roundTopOf(
  { at, widthUs }: Pick<TimePlot, 'at' | 'widthUs'>,
  rows: readonly (readonly number[])[],
  { startAt, endAt }: TimeAxis,
): number {
  let most = 0;
  for (const [index, from] of at.entries()) {
    // Of a line that leaves the stretch both ends count.
    const begins = widthUs === null ? (at[index - 1] ?? from) : from;
    const ends = widthUs === null ? (at[index + 1] ?? from) : from + widthUs;
    if (ends >= startAt && begins <= endAt) for (const row of rows) most = Math.max(most, row[index] ?? 0);
  }
  return roundTop(most);
}
