import type { TraceEvent } from '../../sim/trace/event.ts';
import { KeptEvents } from './kept-events.ts';
import type { KeptTrace } from './kept-events.ts';
import { RunSeriesFold } from './run-series.ts';
import type { RunSeries } from './run-series.ts';

/** One draw by which a fault acted. */
export interface ActedDraw {
  readonly fault: string;
  readonly device: string;
  readonly reading: number | null;
  /** −1: on the reading itself, before it was sent. */
  readonly attempt: number;
  readonly copy: number;
}

/** What reporters that draw a run need of it, besides its result. */
export interface Witnessed {
  readonly series: RunSeries;
  readonly trace: KeptTrace;
  /** Of the kept devices; null where the run was not asked. */
  readonly draws: readonly ActedDraw[] | null;
}

/** In one report, whatever it is about: as many as a page draws smoothly, and a file carries without weight. */
export const EVENTS_DRAWN_MAX = 150_000;

/** Looks on at one run for the reporters that draw it. */
export class Witness {
  readonly #series = new RunSeriesFold();
  readonly #events: KeptEvents;
  readonly #draws = new Map<string, ActedDraw>();
  #hearsDraws = false;

  /** @param limit of the events that are kept */
  constructor(limit: number) {
    this.#events = new KeptEvents(limit);
  }

  readonly observe = (event: TraceEvent): void => {
    this.#series.observe(event);
    this.#events.observe(event);
  };

  /** @param limit of the events that are kept, those of before too */
  limitTo(limit: number): void {
    this.#events.limitTo(limit);
  }

  /** Call before the run where draws will be told. */
  hear(): (draw: ActedDraw) => void {
    this.#hearsDraws = true;
    return ({ fault, device, reading, attempt, copy }) => {
      if (!this.#events.keeps(device)) return;
      // A draw may be told more than once.
      this.#draws.set(JSON.stringify([fault, device, reading, attempt, copy]), {
        fault,
        device,
        reading,
        attempt,
        copy,
      });
    };
  }

  /** As far as it has come. */
  series(): RunSeries {
    return this.#series.conclude();
  }

  conclude(): Witnessed {
    const trace = this.#events.conclude();
    const kept = new Set(trace.devices);
    const draws = [...this.#draws.values()].filter(({ device }) => kept.has(device));
    return { series: this.#series.conclude(), trace, draws: this.#hearsDraws ? draws : null };
  }
}
