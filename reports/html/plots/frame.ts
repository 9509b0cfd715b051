import { count, decimal, instant, time } from '../../format.ts';
import { markup, NOTHING } from '../markup.ts';
import type { Markup } from '../markup.ts';

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

export interface Rule {
  readonly share: number;
  readonly says: string;
}

export interface PlotFrame {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** In one sentence, for who does not see it. */
  readonly says: string;
  /** Lines across the plot, from 0 at its foot to 1 at its top, with what is read there. */
  readonly rules: readonly Rule[];
  readonly legend: Markup;
  /** Shapes in units of `WIDTH` and `HEIGHT`. */
  readonly shapes: Markup;
  /** The same as numbers. */
  readonly table: Markup;
  /** Of the drawing, in pixels. Default: `HEIGHT`. */
  readonly height?: number;
}

export const WIDTH = 1000;
export const HEIGHT = 120;

/** Of a plot in which lines are to be told apart, in pixels. */
export const TALL = 220;

const TOP = 18;
const BOTTOM = 20;

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

/** A word below the axis; `x` in units of `WIDTH`. */
export interface AxisTick {
  readonly x: number;
  readonly says: string;
  readonly anchor: 'start' | 'middle' | 'end';
}

interface Surroundings {
  readonly ticks: readonly AxisTick[];
  /** What lies under the shapes and over them, and what is written above. */
  readonly under: Markup;
  readonly over: Markup;
  readonly above: Markup;
  /** Where the axis is virtual time: from when to when, in microseconds. */
  readonly times: Pick<TimeAxis, 'startAt' | 'endAt'> | null;
}

/**
 * A plot with its legend and its numbers. The drawing stretches with the page and the writing does not: shapes stand in a
 * picture of their own, whose sides are stretched.
 */
export function framed(
  { id, title, says, rules, legend, shapes, table, height = HEIGHT }: PlotFrame,
  { ticks, under, over, above, times }: Surroundings,
): Markup {
  return markup`<figure class="plot">
<figcaption><h4 id="${id}">${title}</h4>${legend}</figcaption>
<svg class="${times === null ? 'figure' : 'chart'}" width="100%" height="${TOP + height + BOTTOM}" role="img" aria-labelledby="${id} ${id}-d"${times === null ? NOTHING : markup` data-start="${times.startAt}" data-end="${times.endAt}"`}>
<desc id="${id}-d">${says}</desc>
<svg x="0" y="${TOP}" width="100%" height="${height}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
${under}${gridOf(rules)}${shapes}${over}
</svg>
${labelsOf(rules, height)}${ticks.map((tick) => tickMarkup(tick, height))}${above}
</svg>
<details class="numbers"><summary>Numbers<span class="hidden"> of ${title}</span></summary><div class="scroll" role="region" tabindex="0" aria-labelledby="${id}">${table}</div></details>
</figure>`;
}

/** A plot over virtual time, with the windows of faults shaded. */
export function plotOverTime(frame: PlotFrame, axis: TimeAxis): Markup {
  return framed(frame, {
    ticks: timeTicks(axis),
    under: markup`${axis.shades.map((shade) => shadeOf(shade, axis))}`,
    over: markup`${axis.marks.map((mark) => markOf(mark.at, axis))}`,
    above: markup`${axis.shades.map((shade) => letterOf(shade, axis))}`,
    times: axis,
  });
}

function shadeOf(shade: Shade, axis: TimeAxis): Markup {
  const x = xOf(shade.from, axis);
  return markup`<rect class="shade" x="${x}" y="0" width="${round(Math.max(1, xOf(shade.to, axis) - x))}" height="${HEIGHT}"><title>${shade.letter}: ${shade.says}</title></rect>`;
}

function letterOf(shade: Shade, axis: TimeAxis): Markup {
  if (shade.to < axis.startAt || shade.from > axis.endAt) return NOTHING;
  const middle =
    (xOf(Math.max(shade.from, axis.startAt), axis) + xOf(Math.min(shade.to, axis.endAt), axis)) / 2;
  return markup`<text class="letter" x="${percent(middle)}" y="12" text-anchor="middle" aria-hidden="true">${shade.letter}</text>`;
}

function markOf(at: number, axis: TimeAxis): Markup {
  const x = xOf(at, axis);
  return markup`<line class="mark" x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}"/>`;
}

function gridOf(rules: readonly Rule[]): Markup {
  return markup`${rules.map(({ share }) => {
    const y = round(HEIGHT * (1 - share));
    return markup`<line class="grid" x1="0" x2="${WIDTH}" y1="${y}" y2="${y}"/>`;
  })}`;
}

/** Below its line, but for the foot, which needs words only where it is not nothing. */
function labelsOf(rules: readonly Rule[], height: number): Markup {
  return markup`${rules
    .filter(({ share, says }) => share > 0 || !/^0?\D*$/.test(says))
    .map(
      ({ share, says }) =>
        markup`<text class="tick" x="2" y="${round(TOP + height * (1 - share) + (share > 0 ? 11 : -4))}" aria-hidden="true">${says}</text>`,
    )}`;
}

/** Foot, middle and top of an axis that begins at 0; none where nothing is drawn. Of what is counted no half is named. */
export function evenRules(most: number, unit: (value: number) => string): readonly Rule[] {
  if (most === 0) return [];
  const hasMiddle = unit !== count || most % 2 === 0;
  return (hasMiddle ? [0, 0.5, 1] : [0, 1]).map((share) => ({ share, says: unit(most * share) }));
}

const TICKS = 5;

function timeTicks({ startAt, endAt }: TimeAxis): readonly AxisTick[] {
  const span = endAt - startAt;
  return Array.from({ length: TICKS + 1 }, (_, index) => ({
    x: (WIDTH / TICKS) * index,
    says: tickText(startAt + (span / TICKS) * index, startAt === 0 ? Infinity : span),
    anchor: index === 0 ? 'start' : index === TICKS ? 'end' : 'middle',
  }));
}

/** Of a short stretch in a long run seconds are told apart. */
function tickText(at: number, span: number): string {
  return span < 60_000_000 ? `${decimal(at / 1_000_000, 2)}s` : time(at / 1000);
}

function tickMarkup({ x, says, anchor }: AxisTick, height: number): Markup {
  return markup`<text class="tick" x="${percent(x)}" y="${TOP + height + 15}" text-anchor="${anchor}" aria-hidden="true">${says}</text>`;
}

function percent(x: number): string {
  return `${round((x / WIDTH) * 100)}%`;
}

/** A table of numbers over time: one row for each instant. */
export function numbersTable(
  heads: readonly string[],
  rows: readonly { readonly at: number; readonly cells: readonly string[] }[],
): Markup {
  return markup`<table><thead><tr><th scope="col">from</th>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows.map(({ at, cells }) => markup`<tr><th scope="row">${instant(at)}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`)}</tbody></table>`;
}
