import { decimal } from '../../format.ts';
import { BOTTOM, round, TOP, WIDTH, xOf } from './axis.ts';
import type { Rule, TimeAxis } from './axis.ts';

/** What is written into a drawing, or around it. It does not stretch with the page. */
export interface Word {
  /** In units of `WIDTH`. */
  readonly x: number;
  /** Pixels from the top of the figure to where the word stands. */
  readonly y: number;
  readonly says: string;
  readonly anchor: 'start' | 'middle' | 'end';
  /** A class of the style. */
  readonly look: 'tick' | 'letter';
}

/** A word below the axis; `x` in units of `WIDTH`. */
export type AxisTick = Pick<Word, 'x' | 'says' | 'anchor'>;

/** Nearer to an end of the axis than this, a word would stand out. In units of `WIDTH`. */
const NEAR = 40;

/** Below its line, but for the foot, which needs words only where it is not nothing. `height`: of the drawing, in pixels. */
export function ruleWords(rules: readonly Rule[], height: number): readonly Word[] {
  return rules
    .filter(({ share, says }) => says !== '' && (share > 0 || !/^0?\D*$/.test(says)))
    .map(({ share, says }) => ({
      x: 2,
      y: round(TOP + height * (1 - share) + (share > 0 ? 11 : -4)),
      says,
      anchor: 'start',
      look: 'tick',
    }));
}

export function tickWords(ticks: readonly AxisTick[], height: number): readonly Word[] {
  return ticks.map((tick) => ({ ...tick, y: TOP + height + BOTTOM - 5, look: 'tick' }));
}

/** The letters of windows above what is seen of them; of those that lie close, in one word. */
export function letterWords(axis: TimeAxis): readonly Word[] {
  const words: { readonly from: number; to: number; readonly letters: string[] }[] = [];
  const middles = axis.shades
    .filter(({ from, to }) => to >= axis.startAt && from <= axis.endAt)
    .map(({ from, to, letter }) => ({
      x: (xOf(Math.max(from, axis.startAt), axis) + xOf(Math.min(to, axis.endAt), axis)) / 2,
      letter,
    }));
  for (const { x, letter } of middles.toSorted((a, b) => a.x - b.x)) {
    const last = words.at(-1);
    if (last !== undefined && x - last.to < NEAR) {
      last.letters.push(letter);
      last.to = x;
    } else words.push({ from: x, to: x, letters: [letter] });
  }
  return words.map(({ from, to, letters }) => {
    const x = (from + to) / 2;
    const order = axis.shades.map(({ letter }) => letter).filter((letter) => letters.includes(letter));
    const says = order.length > 3 ? `${order[0] ?? ''} … ${order.at(-1) ?? ''}` : order.join(' ');
    return { x, y: 12, says, anchor: anchorAt(x), look: 'letter' };
  });
}

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps between ticks, in microseconds: such as people count time by. */
const STEPS: readonly number[] = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map((n) => n * DAY),
];

/** More do not stand beside one another on the screen of a telephone. */
const TICKS_MAX = 7;

/** Round instants of virtual time. */
export function timeTicks(axis: TimeAxis): readonly AxisTick[] {
  return roundInstants(axis.startAt, axis.endAt, TICKS_MAX).map((at) => {
    const x = xOf(at, axis);
    return { x, says: moment(at), anchor: anchorAt(x) };
  });
}

/** Such as people count time by, at equal distances: about `most` of them, and no more than one above that. Microseconds. */
export function roundInstants(startAt: number, endAt: number, most: number): readonly number[] {
  const span = endAt - startAt;
  const step = STEPS.find((each) => span / each <= most) ?? 200 * DAY;
  const first = Math.ceil(startAt / step);
  const last = Math.floor(endAt / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step);
}

function anchorAt(x: number): Word['anchor'] {
  if (x < NEAR) return 'start';
  return x > WIDTH - NEAR ? 'end' : 'middle';
}

/** An instant of virtual time, in microseconds: `0s`, `12.5s`, `1m15s`, `2h30m`, `2h30m04s`. */
export function moment(at: number): string {
  const seconds = (at % MINUTE) / SECOND;
  if (at < MINUTE) return `${decimal(seconds, 3)}s`;
  const minutes = Math.floor(at / MINUTE);
  const hours = Math.floor(minutes / 60);
  const before = hours === 0 ? `${minutes}m` : `${hours}h${two(minutes % 60)}m`;
  return hours > 0 && seconds === 0 ? before : `${before}${two(seconds)}s`;
}

function two(value: number): string {
  return `${value < 10 ? '0' : ''}${decimal(value, 3)}`;
}
