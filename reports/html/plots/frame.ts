import { instant, time } from '../../format.ts';
import { markup } from '../markup.ts';
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
  /** Microseconds: the end of what is shown; the beginning is 0. */
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
}

export const WIDTH = 1000;
export const HEIGHT = 120;

const TOP = 18;
const BOTTOM = 20;

export function xOf(at: number, { endAt }: Pick<TimeAxis, 'endAt'>): number {
  return round((Math.min(at, endAt) / Math.max(1, endAt)) * WIDTH);
}

export function yOf(value: number, most: number): number {
  return round(HEIGHT - (most === 0 ? 0 : (value / most) * HEIGHT));
}

/** A thousandth of the width of a plot is finer than anything that is seen. */
export function round(value: number): number {
  return Number(value.toFixed(1));
}

/**
 * The frame of a plot over virtual time. The drawing stretches with the page and the writing does not: shapes stand in a
 * picture of their own, whose sides are stretched.
 */
export function plotOverTime(frame: PlotFrame, axis: TimeAxis): Markup {
  const { id, title, says, rules, legend, shapes, table } = frame;
  const height = TOP + HEIGHT + BOTTOM;
  return markup`<figure class="plot">
<figcaption><h4 id="${id}">${title}</h4>${legend}</figcaption>
<svg class="chart" width="100%" height="${height}" role="img" aria-labelledby="${id} ${id}-d" data-end="${axis.endAt}">
<desc id="${id}-d">${says}</desc>
<svg x="0" y="${TOP}" width="100%" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
${axis.shades.map((shade) => shadeOf(shade, axis))}${gridOf(rules)}${shapes}${axis.marks.map((mark) => markOf(mark.at, axis))}
</svg>
${labelsOf(rules)}${ticksOf(axis.endAt)}${axis.shades.map((shade) => letterOf(shade, axis))}
</svg>
<details class="numbers"><summary>Numbers<span class="hidden"> of ${title}</span></summary><div class="scroll" role="region" tabindex="0" aria-labelledby="${id}">${table}</div></details>
</figure>`;
}

function shadeOf(shade: Shade, axis: TimeAxis): Markup {
  const x = xOf(shade.from, axis);
  return markup`<rect class="shade" x="${x}" y="0" width="${round(Math.max(1, xOf(shade.to, axis) - x))}" height="${HEIGHT}"><title>${shade.letter}: ${shade.says}</title></rect>`;
}

function letterOf(shade: Shade, axis: TimeAxis): Markup {
  const middle = (xOf(shade.from, axis) + xOf(shade.to, axis)) / 2;
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

/** Below its line, but for the foot, which needs no words. */
function labelsOf(rules: readonly Rule[]): Markup {
  return markup`${rules
    .filter(({ share }) => share > 0)
    .map(
      ({ share, says }) =>
        markup`<text class="tick" x="2" y="${round(TOP + HEIGHT * (1 - share) + 11)}" aria-hidden="true">${says}</text>`,
    )}`;
}

/** Foot, middle and top of an axis that begins at 0; none where nothing is drawn. */
export function evenRules(most: number, unit: (value: number) => string): readonly Rule[] {
  return most === 0 ? [] : [0, 0.5, 1].map((share) => ({ share, says: unit(most * share) }));
}

const TICKS = 5;

function ticksOf(endAt: number): Markup {
  const y = TOP + HEIGHT + 15;
  const ticks = Array.from({ length: TICKS + 1 }, (_, index) => {
    const at = (endAt / TICKS) * index;
    const anchor = index === 0 ? 'start' : index === TICKS ? 'end' : 'middle';
    return markup`<text class="tick" x="${percent((WIDTH / TICKS) * index)}" y="${y}" text-anchor="${anchor}" aria-hidden="true">${time(at / 1000)}</text>`;
  });
  return markup`${ticks}`;
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
