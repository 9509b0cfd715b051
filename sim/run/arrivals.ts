import type { OwnerStreams } from '../random/index.ts';
import type { FleetSettings } from '../scenario/index.ts';
import { SwingClock } from './swing.ts';

/** The fraction of the golden ratio: its multiples, modulo 1, spread any number of points evenly. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** When one device takes its readings, in ms of virtual time. Drawn by key: no other device moves an arrival. */
export class Arrivals {
  readonly startMs: number;
  readonly #fleet: FleetSettings;
  readonly #streams: OwnerStreams;
  /** Null: the load is the same at all times. */
  readonly #clock: SwingClock | null;

  /** `streams` of the device; `index`: its place in the fleet, from 0. */
  constructor(fleet: FleetSettings, streams: OwnerStreams, index: number) {
    this.#fleet = fleet;
    this.#streams = streams;
    this.#clock = fleet.swing === null ? null : new SwingClock(fleet.swing);
    const firstMs = this.#firstMs(index);
    this.startMs = this.#clock?.timeOf(firstMs) ?? firstMs;
  }

  /** Of reading `count` (1 is the second), when the one before it came at `previousMs`. */
  nextMs(count: number, previousMs: number): number {
    if (count % this.#fleet.burst !== 0) return previousMs;
    const clock = this.#clock;
    if (clock === null) return this.#steadyMs(count, this.startMs, previousMs);
    const shownMs = this.#steadyMs(count, clock.shownAt(this.startMs), clock.shownAt(previousMs));
    return Math.max(previousMs + GAP_MS_MIN, clock.timeOf(shownMs));
  }

  /** As if the load were the same at all times. */
  #steadyMs(count: number, startMs: number, previousMs: number): number {
    const { arrivals, burst, intervalMs } = this.#fleet;
    if (arrivals !== 'poisson') return startMs + Math.floor(count / burst) * intervalMs;
    return previousMs + poissonGapMs(this.#streams.draw('fleet/gap', count), intervalMs);
  }

  #firstMs(index: number): number {
    const { start, intervalMs, arrivals } = this.#fleet;
    switch (start) {
      case 'together':
        return 0;
      case 'staggered':
        return ((index * GOLDEN) % 1) * intervalMs;
      case 'random': {
        const uniform = this.#streams.draw('fleet/start');
        return arrivals === 'poisson' ? poissonGapMs(uniform, intervalMs) : uniform * intervalMs;
      }
      default:
        return start satisfies never;
    }
  }
}

/** The timestamp tells the readings of a device apart, and it has whole milliseconds. */
const GAP_MS_MIN = 1;

/** −ln(1 − u) · mean: exponential. */
function poissonGapMs(uniform: number, meanMs: number): number {
  return Math.max(GAP_MS_MIN, -Math.log(1 - uniform) * meanMs);
}
