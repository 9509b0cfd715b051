import { usFromMs } from '../kernel/index.ts';
import type { Kernel } from '../kernel/index.ts';

/** Looks at the metrics and outboxes, spread over the faults phase. */
const PROBES = 20;
const PROBE_EVERY_MS_MIN = 1_000;

/** A machine that can be looked at from outside. */
interface LookedAt<Probed extends readonly unknown[]> {
  /** Reads what it tells of itself. */
  probe(...final: Probed): void;
  /** Looks at what it holds. */
  look(final: boolean): void;
}

/** Those who watch the machines of a world as an operator would. */
export class Looks {
  readonly #edge: LookedAt<[final: boolean]>;
  readonly #devices: readonly LookedAt<[]>[];

  constructor(edge: LookedAt<[final: boolean]>, devices: readonly LookedAt<[]>[]) {
    this.#edge = edge;
    this.#devices = devices;
  }

  schedule(kernel: Kernel, durationMs: number): void {
    const everyMs = Math.max(PROBE_EVERY_MS_MIN, durationMs / PROBES);
    for (let atMs = everyMs; atMs < durationMs; atMs += everyMs)
      kernel.at(usFromMs(atMs), () => this.#inPassing());
  }

  /** At what all of them hold in the end. */
  last(): void {
    this.#look(true);
  }

  #inPassing(): void {
    this.#edge.probe(false);
    for (const device of this.#devices) device.probe();
    this.#look(false);
  }

  #look(final: boolean): void {
    this.#edge.look(final);
    for (const device of this.#devices) device.look(final);
  }
}
