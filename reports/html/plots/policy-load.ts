import type { Comparison } from '../../../sim/explore/comparison.ts';
import type { LOAD_BIN_MS } from '../../../sim/metrics/meters/load.ts';
import type { Window } from '../../../sim/scenario/scenario.ts';
import { decimal, time } from '../../format.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import { evenRules, numbersTable, plotOverTime, TALL, xOf, yOf } from './frame.ts';
import { roundTop } from './round-top.ts';
import { seriesLegend, lookOf } from './series-marks.ts';
import { shadesOf, windowList } from './time-axis.ts';

/** The harness says how wide its bins are; the type keeps this number the same. */
const BIN_US: typeof LOAD_BIN_MS extends 1000 ? 1_000_000 : never = 1_000_000;

/** More points are finer than the width of a page. */
const POINTS_MAX = 400;

function perSecond(value: number): string {
  return `${decimal(value, 2)}/s`;
}

/** Requests of all devices over virtual time, mean over seeds: all policies on one axis, windows shaded. */
export function loadOfPolicies({ policies }: Comparison, windows: readonly Window[]): Markup {
  const bins = Math.max(1, ...policies.map(({ loadPerSecond }) => loadPerSecond.length));
  const per = Math.ceil(bins / POINTS_MAX);
  const loads = policies.map(({ loadPerSecond }) =>
    Array.from({ length: Math.ceil(bins / per) }, (_, point) =>
      // Of each stretch the highest second, so that no peak is lost.
      Math.max(0, ...loadPerSecond.slice(point * per, (point + 1) * per)),
    ),
  );
  const most = roundTop(Math.max(...loads.flat()));
  const axis = { endAt: bins * BIN_US, shades: shadesOf(windows), marks: [] };
  const lines = loads.map((load, index) => {
    const path = load.map(
      (value, point) =>
        `${point === 0 ? 'M' : 'L'}${xOf((point + 0.5) * per * BIN_US, axis)} ${yOf(value, most)}`,
    );
    return markup`<path class="${lookOf(index)}" d="${path.join('')}"/>`;
  });
  const stretch = per === 1 ? '' : `, the highest second of each ${time(per * 1000)}`;
  const plot = plotOverTime(
    {
      id: 'load-plot',
      title: `Requests per second, mean over seeds${stretch}`,
      says: `Peaks: ${policies.map(({ policy }, index) => `${policy} ${perSecond(Math.max(...(loads[index] ?? [0])))}`).join(', ')}.`,
      rules: evenRules(most, perSecond),
      legend: seriesLegend(policies.map(({ policy }) => policy)),
      shapes: markup`${lines}`,
      table: numbersTable(
        policies.map(({ policy }) => policy),
        (loads[0] ?? []).map((_, point) => ({
          at: point * per * BIN_US,
          cells: loads.map((load) => decimal(load[point] ?? 0, 2)),
        })),
      ),
      height: TALL,
    },
    axis,
  );
  return markup`${windowList(axis)}<div class="plots">${plot}</div>`;
}
