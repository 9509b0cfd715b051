import { instant } from '../../format.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { BOTTOM, HEIGHT, round, TOP, WIDTH, xOf } from './axis.ts';
import type { Rule, Shade, TimeAxis } from './axis.ts';
import { letterWords, ruleWords, tickWords, timeTicks } from './words.ts';
import type { AxisTick, Word } from './words.ts';

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

interface Surroundings {
  readonly ticks: readonly AxisTick[];
  /** What lies under the shapes and over them. */
  readonly under: Markup;
  readonly over: Markup;
  readonly letters: readonly Word[];
  /** A plot that can be looked at from near. */
  readonly isOverTime: boolean;
}

/**
 * A plot with its legend and its numbers. The drawing stretches with the page and the writing does not: shapes stand in a
 * picture of their own, whose sides are stretched.
 */
export function framed(
  { id, title, says, rules, legend, shapes, table, height = HEIGHT }: PlotFrame,
  { ticks, under, over, letters, isOverTime }: Surroundings,
): Markup {
  return markup`<figure class="plot">
<figcaption><h4 id="${id}">${title}</h4>${legend}</figcaption>
<svg class="${isOverTime ? 'chart' : 'figure'}" width="100%" height="${TOP + height + BOTTOM}" role="img" aria-labelledby="${id} ${id}-d">
<desc id="${id}-d">${says}</desc>
<svg x="0" y="${TOP}" width="100%" height="${height}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
${under}${gridOf(rules)}${shapes}${over}
</svg>
${[...ruleWords(rules, height), ...tickWords(ticks, height), ...letters].map(wordMarkup)}
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
    letters: letterWords(axis),
    isOverTime: true,
  });
}

function shadeOf(shade: Shade, axis: TimeAxis): Markup {
  const x = xOf(shade.from, axis);
  return markup`<rect class="shade" x="${x}" y="0" width="${round(Math.max(1, xOf(shade.to, axis) - x))}" height="${HEIGHT}"><title>${shade.letter}: ${shade.says}</title></rect>`;
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

function wordMarkup({ x, y, says, anchor, look }: Word): Markup {
  const turned = anchor === 'start' ? '' : markup` text-anchor="${anchor}"`;
  return markup`<text class="${look}" x="${percent(x)}" y="${y}"${turned} aria-hidden="true">${says}</text>`;
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
