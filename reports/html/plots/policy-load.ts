import type { LOAD_BIN_MS } from '../../../sim/metrics/meters/load.ts';
import { decimal, time } from '../../format.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { PolicyLoads } from '../page-data.ts';
import { evenRules, TALL } from './axis.ts';
import type { TimeAxis } from './axis.ts';
import { drawTimePlot } from './draw-time-plot.ts';
import { lookOf } from './series-marks.ts';
import { roundTopOf, stacked, traceOf } from './time-plot.ts';
import type { TimePlot } from './time-plot.ts';
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
  return markup`${windowList(axis)}<div class="plots">${drawTimePlot(loadPlotOf(loads, axis), axis)}</div>`;
}

/** From the beginning to the last request under any policy. */
export function loadAxis({ policies, shades }: PolicyLoads): TimeAxis {
  const bins = Math.max(1, ...policies.map(({ loadPerSecond }) => loadPerSecond.length));
  return { startAt: 0, endAt: bins * BIN_US, shades, marks: [] };
}

/** The same as far as an axis goes, as finely as it allows. */
export function loadPlotOf({ policies }: PolicyLoads, axis: TimeAxis): TimePlot {
  const per = Math.max(1, Math.ceil((axis.endAt - axis.startAt) / BIN_US / POINTS_MAX));
  const points = Math.max(0, ...policies.map(({ loadPerSecond }) => Math.ceil(loadPerSecond.length / per)));
  const traces = policies.map(({ policy, loadPerSecond }, index) => {
    // Of each stretch the highest second, so that no peak is lost.
    const peaks = Array.from({ length: points }, (_, point) =>
      Math.max(0, ...loadPerSecond.slice(point * per, (point + 1) * per)),
    );
    return traceOf('line', lookOf(index), policy, peaks, perSecond);
  });
  const widthUs = per * BIN_US;
  const at = Array.from({ length: points }, (_, point) => point * widthUs);
  const most = roundTopOf({ at, widthUs }, stacked(traces), axis);
  const stretch = per === 1 ? '' : `, the highest second of each ${time(per * 1000)}`;
  const peaks = traces.map(({ says, values }) => `${says} ${perSecond(Math.max(0, ...values))}`);
  return {
    id: 'load-plot',
    at,
    widthUs,
    traces,
    height: TALL,
    title: `Requests per second, mean over seeds${stretch}`,
    says: `Peaks: ${peaks.join(', ')}.`,
    scale: { kind: 'even', most, rules: evenRules(most, perSecond) },
  };
}
