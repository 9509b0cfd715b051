import { expect, test } from 'vitest';
import type { TimeAxis } from './axis.ts';
import { letterWords, moment, timeTicks } from './words.ts';

const SECOND = 1_000_000;

function axisFrom(
  startAt: number,
  endAt: number,
  windows: readonly (readonly [number, number])[] = [],
): TimeAxis {
  const shades = windows.map(([from, to], index) => ({
    from: from * SECOND,
    to: to * SECOND,
    letter: String.fromCodePoint(65 + index),
    says: '',
  }));
  return { startAt: startAt * SECOND, endAt: endAt * SECOND, shades, marks: [] };
}

test('ticks stand at instants that people count by, seven of them and one more at most', () => {
  const says = (axis: TimeAxis) => timeTicks(axis).map((tick) => tick.says);
  // 767 s are 6.4 times 2 min, and 12.8 times 1 min.
  expect(says(axisFrom(0, 767))).toEqual(['0s', '2m00s', '4m00s', '6m00s', '8m00s', '10m00s', '12m00s']);
  // A stretch of it begins between two of them.
  expect(says(axisFrom(56.25, 93.75))).toEqual(['1m00s', '1m10s', '1m20s', '1m30s']);
  // 90 days are 4.5 times 20.
  expect(says(axisFrom(0, 90 * 86_400))).toEqual(['0s', '480h00m', '960h00m', '1440h00m', '1920h00m']);
  // The first and the last stand within the plot.
  expect(timeTicks(axisFrom(0, 60)).map(({ anchor }) => anchor)).toEqual([
    'start',
    ...['middle', 'middle', 'middle', 'middle', 'middle'],
    'end',
  ]);
});

test.for([
  [0, '0s'],
  [12.5, '12.5s'],
  [75, '1m15s'],
  [93.75, '1m33.75s'],
  [9_000, '2h30m'],
  [9_004, '2h30m04s'],
] as const)('%d seconds are told as %s', ([seconds, says]) => {
  expect(moment(seconds * SECOND)).toBe(says);
});

test('letters of windows that lie close are one word, and each stands above what is seen of its window', () => {
  const letters = (axis: TimeAxis) => letterWords(axis).map(({ x, says }) => [x, says]);
  // In the middle of 10 s to 30 s and of 60 s to 90 s, in thousandths of 100 s.
  const windows = [
    [10, 30],
    [60, 90],
  ] as const;
  expect(letters(axisFrom(0, 100, windows))).toEqual([
    [200, 'A'],
    [750, 'B'],
  ]);
  // Of the first, 20 s to 30 s are seen: 25 s is 5 s on, of 80 s.
  expect(letters(axisFrom(20, 100, windows))).toEqual([
    [62.5, 'A'],
    [687.5, 'B'],
  ]);
  expect(
    letters(
      axisFrom(0, 100, [
        [10, 12],
        [11, 13],
        [50, 51],
        [52, 53],
        [54, 55],
        [56, 57],
      ]),
    ),
  ).toEqual([
    [115, 'A B'],
    [535, 'C … F'],
  ]);
  // The second lies within the first, its middle before the other's.
  expect(
    letters(
      axisFrom(0, 100, [
        [40, 60],
        [46, 50],
      ]),
    ),
  ).toEqual([[490, 'A B']]);
});
