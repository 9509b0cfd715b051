import type { Exchange, FleetLog } from './exchange.ts';
import { ascending, meanOf, medianOf, quantileOf, reachOfMean, shown, time, varianceOf } from './numbers.ts';
import { NOTHING } from './part.ts';
import type { Part } from './part.ts';

/** Readings of one device, each by its first attempt. */
interface Births {
  readonly atMs: readonly number[];
  /** Whether the numbers of its readings tell how many there were, and how many those are. */
  readonly counted: number | null;
}

/** After these a client tries again. */
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);
const GAPS_MIN = 20;
/** Of exponential gaps 17 % lie within a quarter of their median, of regular ones nearly all that no loss made longer. */
const REGULAR_SHARE = 0.5;
const NEAR = 0.25;
/** Exponential gaps have a standard deviation of their mean. */
const POISSON_SPREAD = [0.8, 1.25] as const;

/** How many devices send, how often, and how they begin. */
export function fitArrivals(log: FleetLog): Part {
  if (log.exchanges.length === 0) return arrivalsOfTallies(log);
  const strays = log.exchanges.filter(({ device }) => device === null).length;
  if (strays === log.exchanges.length) return { ...NOTHING, untold: [nobodyNamed(log.exchanges)] };
  const fleet = birthsByDevice(log.exchanges);
  const gaps = fleet.flatMap(({ atMs }) => gapsOf(atMs));
  const who = log.devicesAreAddresses
    ? 'Devices are told apart by their addresses: those behind one address count as one.'
    : null;
  if (gaps.length < GAPS_MIN)
    return {
      ...NOTHING,
      set: { fleet: { devices: fleet.length } },
      told: [`${fleet.length} devices.`],
      untold: [`How often devices send: only ${gaps.length} gaps between readings are in the log.`],
    };
  const median = medianOf(gaps);
  if (median < 2.5 * log.resolutionMs)
    return {
      ...NOTHING,
      set: { fleet: { devices: fleet.length } },
      told: [`${fleet.length} devices.`],
      untold: [
        `How often devices send: about every ${shown(median)}, which is too near to how finely the log tells time (${shown(log.resolutionMs)}).`,
      ],
    };
  const spread = Math.sqrt(varianceOf(gaps, meanOf(gaps))) / meanOf(gaps);
  const reachMs = Math.max(NEAR * median, log.resolutionMs);
  const near = gaps.filter((gap) => Math.abs(gap - median) <= reachMs);
  const isRegular = near.length >= REGULAR_SHARE * gaps.length;
  // The others are gaps over readings that never came, or that came late because their first attempts were lost.
  const intervalMs = isRegular ? meanOf(near) : meanInterval(fleet);
  const reach = isRegular ? reachOfMean(near) : (1.96 * intervalMs) / Math.sqrt(gaps.length);
  const isPoisson = !isRegular && spread >= POISSON_SPREAD[0] && spread <= POISSON_SPREAD[1];
  const start = isRegular ? startOf(fleet, intervalMs) : 'random';
  const kind = isRegular ? 'regular' : 'poisson';
  return {
    set: { fleet: { devices: fleet.length, interval: time(intervalMs), arrivals: kind, start } },
    told: [
      `${fleet.length} devices, a reading each ${shown(intervalMs)} ± ${shown(reach)} at 95 % (${gaps.length} gaps).`,
      isRegular
        ? `Readings come at regular times, and devices begin ${start}.`
        : `Gaps between readings have a standard deviation of ${spread.toFixed(2)} of their mean (Poisson: 1).`,
      ...(who === null ? [] : [who]),
    ],
    untold: [
      ...(isRegular || isPoisson
        ? []
        : ['Arrivals are neither regular nor Poisson; Poisson is what stands here.']),
      ...(strays === 0 ? [] : [`Who sent ${strays} of the requests: they count as one device.`]),
    ],
  };
}

/** No request says who sent it, so of what came one after another nobody knows what is of one device. */
function nobodyNamed(exchanges: readonly Exchange[]): string {
  const spanMs = (exchanges.at(-1)?.atMs ?? 0) - (exchanges[0]?.atMs ?? 0);
  return `How many devices there are and how often each sends: no entry says who sent it${rateOf(exchanges.length, spanMs)}. Set fleet.devices and fleet.interval.`;
}

function rateOf(count: number, spanMs: number): string {
  return spanMs > 0 ? `; ${((1000 * count) / spanMs).toPrecision(3)} requests a second came` : '';
}

function arrivalsOfTallies({ tallies }: FleetLog): Part {
  const spanMs = (tallies.at(-1)?.toMs ?? 0) - (tallies[0]?.fromMs ?? 0);
  const count = tallies.flatMap(({ byStatus }) => [...byStatus.values()]).reduce((sum, one) => sum + one, 0);
  return {
    ...NOTHING,
    untold: [
      `How many devices there are and how often each sends: counters do not tell devices apart${rateOf(count, spanMs)}. Set fleet.devices and fleet.interval.`,
    ],
  };
}

export function birthsByDevice(exchanges: readonly Exchange[]): readonly Births[] {
  const byDevice = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const device = exchange.device ?? 'all';
    const own = byDevice.get(device);
    if (own === undefined) byDevice.set(device, [exchange]);
    else own.push(exchange);
  }
  return [...byDevice.values()].map(birthsOf);
}

function birthsOf(own: readonly Exchange[]): Births {
  const known = new Set<string>();
  const atMs: number[] = [];
  let before: Exchange | null = null;
  for (const exchange of own) {
    const isRetry =
      exchange.reading === null
        ? before !== null && (before.status === null || RETRIED.has(before.status))
        : known.has(exchange.reading);
    if (exchange.reading !== null) known.add(exchange.reading);
    if (!isRetry) atMs.push(exchange.atMs);
    before = exchange;
  }
  return { atMs, counted: countedBy([...known]) };
}

/** Numbers that count up tell of readings that never came. */
function countedBy(readings: readonly string[]): number | null {
  const numbers = readings.map(Number);
  if (readings.length < 2 || !numbers.every((number) => Number.isSafeInteger(number))) return null;
  const [least, most] = numbers.reduce(
    ([low, high], number) => [Math.min(low, number), Math.max(high, number)],
    [Infinity, -Infinity],
  );
  const counted = most - least + 1;
  // Numbers of something else are not so dense.
  return counted <= 2 * readings.length ? counted : null;
}

function gapsOf(atMs: readonly number[]): readonly number[] {
  return atMs.slice(1).map((when, index) => when - (atMs[index] ?? 0));
}

function meanInterval(fleet: readonly Births[]): number {
  let gaps = 0;
  let sum = 0;
  for (const { atMs, counted } of fleet) {
    gaps += (counted ?? atMs.length) - 1;
    sum += (atMs.at(-1) ?? 0) - (atMs[0] ?? 0);
  }
  return sum / Math.max(1, gaps);
}

/** Where in the interval devices send: all at one time, evenly spread, or neither. */
function startOf(fleet: readonly Births[], intervalMs: number): 'together' | 'staggered' | 'random' {
  const firsts = fleet.map(({ atMs }) => atMs[0] ?? 0);
  const base = Math.min(...firsts);
  const phases = ascending(firsts.map((first) => (first - base) % intervalMs));
  if (fleet.length < 3 || quantileOf(phases, 0.9) < 0.05 * intervalMs) return 'together';
  const step = intervalMs / fleet.length;
  const off = phases.map((phase, index) => Math.abs(phase - index * step));
  // Spread evenly, each is near its own place; drawn at random, some are far from theirs.
  return quantileOf(off.sort(), 0.9) <= Math.max(step, 0.05 * intervalMs) ? 'staggered' : 'random';
}
