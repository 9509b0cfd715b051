import type uPlot from 'uplot';
import { WIDTH, xOf } from '../plots/axis.ts';
import type { TimeAxis } from '../plots/axis.ts';
import type { TimePlot } from '../plots/time-plot.ts';
import { letterWords, ruleWords, tickWords, timeTicks } from '../plots/words.ts';
import type { Word } from '../plots/words.ts';
import type { Palette } from './palette.ts';

/** What lies under the traces, as in the drawing of the page: the windows of faults, and the lines across. */
export function paintUnder({ ctx, bbox }: uPlot, plot: TimePlot, axis: TimeAxis, palette: Palette): void {
  const { left, top, width, height } = bbox;
  const x = (at: number): number => left + (Math.min(WIDTH, Math.max(0, xOf(at, axis))) / WIDTH) * width;
  ctx.save();
  ctx.fillStyle = palette.shade;
  for (const { from, to } of axis.shades)
    if (to >= axis.startAt && from <= axis.endAt)
      ctx.fillRect(x(from), top, Math.max(1, x(to) - x(from)), height);
  ctx.strokeStyle = palette.rule;
  for (const { share } of plot.scale.rules) line(ctx, left, top + height * (1 - share), left + width);
  ctx.restore();
}

function line(pen: CanvasRenderingContext2D, from: number, y: number, to: number): void {
  pen.beginPath();
  pen.moveTo(from, Math.round(y) - 0.5);
  pen.lineTo(to, Math.round(y) - 0.5);
  pen.stroke();
}

/** What lies over them: the marked instants, and all that is written. `ratio`: pixels of the canvas in one of the page. */
export function paintOver(
  { ctx, bbox }: uPlot,
  plot: TimePlot,
  axis: TimeAxis,
  palette: Palette,
  ratio: number,
): void {
  const { left, top, width, height } = bbox;
  ctx.save();
  ctx.strokeStyle = palette.dim;
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  for (const { at } of axis.marks) {
    if (at < axis.startAt || at > axis.endAt) continue;
    const x = left + (xOf(at, axis) / WIDTH) * width;
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.lineJoin = 'round';
  const words = [
    ...ruleWords(plot.scale.rules, plot.height),
    ...tickWords(timeTicks(axis), plot.height),
    ...letterWords(axis),
  ];
  for (const word of words) write(ctx, word, left + (word.x / WIDTH) * width, ratio, palette);
  ctx.restore();
}

const ALIGNED = { start: 'left', middle: 'center', end: 'right' } as const;

/** With a rim of the ground, so that it is read upon whatever is drawn. */
function write(
  pen: CanvasRenderingContext2D,
  { y, says, anchor, look }: Word,
  x: number,
  ratio: number,
  palette: Palette,
): void {
  const { font, colour } =
    look === 'letter' ? { font: 650, colour: palette.text } : { font: 400, colour: palette.dim };
  pen.font = `${font} ${(look === 'letter' ? 12 : 11) * ratio}px ${palette.font}`;
  pen.textAlign = ALIGNED[anchor];
  pen.textBaseline = 'alphabetic';
  pen.strokeStyle = palette.ground;
  pen.lineWidth = 3 * ratio;
  pen.strokeText(says, x, y * ratio);
  pen.fillStyle = colour;
  pen.fillText(says, x, y * ratio);
}
