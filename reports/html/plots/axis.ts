import { count } from '../../format.ts';

/** A stretch of virtual time that is shaded, in microseconds. */
export interface Shade {
  readonly from: number;
  readonly to: number;
  /** `A`: names it in the list beside the plots. */
  readonly letter: string;
  readonly says: string;
}

/** What all plots of a run stand on. */
export interface TimeAxis {
  /** Microseconds: what is shown. */
  readonly startAt: number;
  readonly endAt: number;
  readonly shades: readonly Shade[];
  /** Instants that are marked by a line. */
  readonly marks: readonly { readonly at: number; readonly says: string }[];
}

/** A line across a plot, from 0 at its foot to 1 at its top, with what is read there. */
export interface Rule {
  readonly share: number;
  readonly says: string;
}

/** What shapes are drawn by; they are stretched with the page. */
export const WIDTH = 1000;
export const HEIGHT = 120;

/** Of a plot in which lines are to be told apart, in pixels. */
export const TALL = 220;

/** Pixels above a drawing and below it, for what is written there. */
export const TOP = 18;
export const BOTTOM = 20;

/** What is beyond the axis lies beyond the plot, where it is cut off. */
export function xOf(at: number, { startAt, endAt }: Pick<TimeAxis, 'startAt' | 'endAt'>): number {
  return round(((at - startAt) / Math.max(1, endAt - startAt)) * WIDTH);
}

export function yOf(value: number, most: number): number {
  return round(HEIGHT - (most === 0 ? 0 : (value / most) * HEIGHT));
}

/** A thousandth of the width of a plot is finer than anything that is seen. */
export function round(value: number): number {
  return Number(value.toFixed(1));
}

/** Foot, middle and top of an axis that begins at 0; none where nothing is drawn. Of what is counted no half is named. */
export function evenRules(most: number, unit: (value: number) => string): readonly Rule[] {
  if (most === 0) return [];
  const hasMiddle = unit !== count || most % 2 === 0;
  return (hasMiddle ? [0, 0.5, 1] : [0, 1]).map((share) => ({ share, says: unit(most * share) }));
}
