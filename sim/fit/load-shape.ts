import { birthsByDevice } from './arrivals.ts';
import type { FleetLog } from './exchange.ts';
import { percent, time } from './numbers.ts';
import { NOTHING } from './part.ts';
import type { Part } from './part.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Less than this is not told from one day that was like no other. */
const SPAN_MIN_MS = 1.5 * DAY_MS;
/** Of a load that swings in straight lines by 1, the first harmonic is so much. */
const HARMONIC = 8 / Math.PI ** 2;
/** How many standard errors a swing must have not to be chance. */
const DEVIATIONS = 4;

/** Whether the load swings over the day. */
export function fitLoadShape(log: FleetLog): Part {
  const times = startsOf(log);
  const [first, last] = [times[0]?.atMs, times.at(-1)?.atMs];
  if (first === undefined || last === undefined || last - first < SPAN_MIN_MS)
    return {
      ...NOTHING,
      untold: ['Whether the load swings over the day: the log is shorter than a day and a half.'],
    };
  // Only whole days, or the hours that the log begins and ends with count once more than others.
  const days = Math.floor((last - first) / DAY_MS);
  const { count, cosine, sine } = harmonicOf(times.filter(({ atMs }) => atMs < first + days * DAY_MS));
  const swing = (2 * Math.sqrt(cosine ** 2 + sine ** 2)) / count;
  if (swing < DEVIATIONS * Math.sqrt(2 / count))
    return { ...NOTHING, told: [`The load is the same at all hours (a swing of ${percent(swing)}).`] };
  const peakMs = phaseMs(Math.atan2(sine, cosine));
  const by = Math.min(1, swing / HARMONIC);
  const fromStartMs = (peakMs - (beginOf(log) % DAY_MS) + DAY_MS) % DAY_MS;
  return {
    set: { fleet: { swing: { by: percent(by), peak: time(fromStartMs), period: '1d' } } },
    told: [
      `The load swings by ${percent(by)} (± ${percent((1.96 * Math.sqrt(2 / count)) / HARMONIC)} at 95 %) about its mean over the day, with the most at ${hourIn(peakMs)} UTC.`,
    ],
    untold: ['Whether the load swings in straight lines, as it does here, or in another shape.'],
  };
}

function phaseMs(angle: number): number {
  return ((angle / (2 * Math.PI)) * DAY_MS + DAY_MS) % DAY_MS;
}

/** Where the scenario begins. */
function beginOf({ exchanges, tallies }: FleetLog): number {
  return exchanges[0]?.atMs ?? tallies[0]?.fromMs ?? 0;
}

interface Weighted {
  readonly atMs: number;
  readonly weight: number;
}

function startsOf({ exchanges, tallies }: FleetLog): readonly Weighted[] {
  if (exchanges.length > 0)
    return birthsByDevice(exchanges)
      .flatMap(({ atMs }) => atMs.map((at) => ({ atMs: at, weight: 1 })))
      .sort((a, b) => a.atMs - b.atMs);
  return tallies.map(({ fromMs, toMs, byStatus }) => ({
    atMs: (fromMs + toMs) / 2,
    weight: [...byStatus.values()].reduce((sum, count) => sum + count, 0),
  }));
}

/** The first harmonic over the day. */
function harmonicOf(times: readonly Weighted[]) {
  let [count, cosine, sine] = [0, 0, 0];
  for (const { atMs, weight } of times) {
    const angle = (2 * Math.PI * (atMs % DAY_MS)) / DAY_MS;
    count += weight;
    cosine += weight * Math.cos(angle);
    sine += weight * Math.sin(angle);
  }
  return { count, cosine, sine };
}

function hourIn(ms: number): string {
  const minutes = Math.round(ms / 60_000) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
