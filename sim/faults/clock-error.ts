import { as, decimal, duration, shift } from '../../settings/index.ts';
import type { ClockError } from '../host/wall-clock-error.ts';
import { printShift } from '../../settings/shift.ts';
import { time } from './words.ts';

/** Twenty years: no clock then shows a time before 1970 or one that a timestamp cannot name. */
const OFFSET_MS_MAX = 7_300 * 86_400_000;

/** A day: two clocks of one fleet that differ by more are a matter of `offset`. */
const SPREAD_MS_MAX = 86_400_000;

/** A tenth: far worse than any quartz (some 50 ppm), as good as a virtual machine that is starved of time. */
const DRIFT_PPM_MAX = 100_000;

/** What can be wrong with any wall clock. */
export const CLOCK_KEYS = {
  offset: shift('How far the wall clock is ahead; behind with a minus sign', {
    standard: '0s',
    maxMs: OFFSET_MS_MAX,
    usual: [100, 7_200_000],
  }),
  drift: as(
    'driftPpm',
    decimal('How much faster it runs, in millionths, from when this begins; slower with a minus sign', {
      standard: 0,
      min: -DRIFT_PPM_MAX,
      max: DRIFT_PPM_MAX,
      usual: [-500, 500],
    }),
  ),
};

export const SPREAD = duration('How far each device is off beside that, drawn evenly, either way', {
  standard: '0s',
  maxMs: SPREAD_MS_MAX,
  usual: [1, 60_000],
});

interface Settings extends ClockError {
  readonly spreadMs?: number;
}

/** Of the clock that drew this uniform on [0, 1) for its share of the spread. */
export function clockErrorOf(
  { offsetMs, driftPpm, spreadMs = 0 }: Settings,
  uniform: () => number,
): ClockError {
  const own = spreadMs === 0 ? 0 : Math.round((2 * uniform() - 1) * spreadMs);
  return { offsetMs: offsetMs + own, driftPpm };
}

/** `clock 10m ahead, ± 5s, drifts 50 ppm`. */
export function clockWords({ offsetMs, driftPpm, spreadMs = 0 }: Settings): string {
  const parts = [
    ...(offsetMs === 0 ? [] : [printShift(offsetMs)]),
    ...(spreadMs === 0 ? [] : [`± ${time(spreadMs)}`]),
    ...(driftPpm === 0 ? [] : [`drifts ${driftPpm} ppm`]),
  ];
  return `clock ${parts.length === 0 ? 'right' : parts.join(', ')}`;
}
