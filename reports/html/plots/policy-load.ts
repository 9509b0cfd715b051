import type { LOAD_BIN_MS } from '../../../sim/metrics/meters/load.ts';
import { decimal, time } from '../../format.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { PolicyLoads } from '../page-data.ts';
import { evenRules, numbersTable, plotOverTime, TALL, xOf, yOf } from './frame.ts';
import type { TimeAxis } from './frame.ts';
import { roundTop } from './round-top.ts';
import { seriesLegend, lookOf } from './series-marks.ts';
import { windowList } from './window-list.ts';

/** The harness says how wide its bins are; the type keeps this number the same. */
const BIN_US: typeof LOAD_BIN_MS extends 1000 ? 1_000_000 : never = 1_000_000;

/** More points are finer than the width of a page. */
const POINTS_MAX = 400;

function perSecond(value: number): string {
  return `${decimal(value, 2)}/s`;
}

/** Requests of all devices over virtual time, mean over seeds: all policies on one axis, windows shaded. */
export function loadOfPolicies(loads: PolicyLoads): Markup {
  const axis = loadAxis(loads);
  return markup`${windowList(axis)}<div class="plots">${loadPlotOf(loads, axis)}</div>`;
}

/** From the beginning to the last request under any policy. */
export function loadAxis({ policies, shades }: PolicyLoads): TimeAxis {
  const bins = Math.max(1, ...policies.map(({ loadPerSecond }) => loadPerSecond.length));
  return { startAt: 0, endAt: bins * BIN_US, shades, marks: [] };
}

/** The same as far as an axis goes, as finely as it allows. */
export function loadPlotOf({ policies }: PolicyLoads, axis: TimeAxis): Markup {
  const per = Math.ceil((axis.endAt - axis.startAt) / BIN_US / POINTS_MAX);
  const loads = policies.map(({ loadPerSecond }) =>
    Array.from({ length: Math.ceil(loadPerSecond.length / per) }, (_, point) =>
      // Of each stretch the highest second, so that no peak is lost.
      Math.max(0, ...loadPerSecond.slice(point * per, (point + 1) * per)),
    ),
  );
  const points = Math.max(0, ...loads.map((load) => load.length));
  const most = roundTop(Math.max(0, ...loads.flat()));
  const lines = loads.map((load, index) => {
    const path = Array.from({ length: points }, (_, point) => {
      const x = xOf((point + 0.5) * per * BIN_US, axis);
      return `${point === 0 ? 'M' : 'L'}${x} ${yOf(load[point] ?? 0, most)}`;
    });
    return markup`<path class="${lookOf(index)}" d="${path.join('')}"/>`;
  });
  const stretch = per === 1 ? '' : `, the highest second of each ${time(per * 1000)}`;
  return plotOverTime(
    {
      id: 'load-plot',
      title: `Requests per second, mean over seeds${stretch}`,
      says: `Peaks: ${policies.map(({ policy }, index) => `${policy} ${perSecond(Math.max(0, ...(loads[index] ?? [])))}`).join(', ')}.`,
      rules: evenRules(most, perSecond),
      legend: seriesLegend(policies.map(({ policy }) => policy)),
      shapes: markup`${lines}`,
      table: numbersTable(
        policies.map(({ policy }) => policy),
        Array.from({ length: points }, (_, point) => ({
          at: point * per * BIN_US,
          cells: loads.map((load) => decimal(load[point] ?? 0, 2)),
        })),
      ),
      height: TALL,
    },
    axis,
  );
}
