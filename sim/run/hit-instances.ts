import type { EdgeSettings, Scenario, Window } from '../scenario/scenario.ts';
import type { KeyedRandom } from '../random/index.ts';

/** What befalls one machine, and not the service as a whole. */
const OF_ONE_MACHINE = ['clock', 'crash', 'freeze'] as const satisfies readonly (keyof EdgeSettings)[];

/** Tells whom of an edge's instances, by their numbers from 1, each window of the timeline hits. */
export class HitInstances {
  readonly count: number;
  /** By window: the instance that it names, or that was drawn for it. */
  readonly #one: ReadonlyMap<Window, number>;

  constructor({ edge, timeline }: Pick<Scenario, 'edge' | 'timeline'>, random: KeyedRandom) {
    this.count = edge.instances;
    this.#one = new Map(
      timeline.map((window) => [window, window.instance ?? drawn(this.count, window, random)]),
    );
  }

  /** Whether what befalls one machine in this window befalls this instance. */
  isOne(window: Window, instance: number): boolean {
    return (this.#one.get(window) ?? 1) === instance;
  }

  /** What of a window's edge this instance lives through. */
  edgeOf(window: Window, instance: number): Window['edge'] {
    if (this.count === 1 || this.isOne(window, instance)) return window.edge;
    if (window.instance !== null) return {};
    const { ...ofAll } = window.edge;
    for (const key of OF_ONE_MACHINE) delete ofAll[key];
    return ofAll;
  }
}

/** By when it opens, so that windows which are left out move no other. Where there is one instance, nothing is drawn. */
function drawn(count: number, { atMs }: Window, random: KeyedRandom): number {
  return count === 1 ? 1 : 1 + Math.floor(random.stream('host/instance', 'edge').draw(atMs) * count);
}
