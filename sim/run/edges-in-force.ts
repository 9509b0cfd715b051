import { healed, withoutHost } from '../faults/index.ts';
import type { EdgeSettings, Scenario, Window } from '../scenario/scenario.ts';
import type { HitInstances } from './hit-instances.ts';
import { sameSettings } from './settings-in-force.ts';

/** What the program of an edge is told: not what its machine does to it, nor how many instances there are. */
export type EdgeTold = Omit<EdgeSettings, 'instances'>;

/** What one instance of the edge goes by at one instant. */
export interface EdgeInForce {
  /** From 1. */
  readonly instance: number;
  readonly settings: EdgeSettings;
  readonly told: EdgeTold;
}

/** What each instance of the edge goes by now. */
export class EdgesInForce {
  readonly #scenario: Pick<Scenario, 'edge'>;
  readonly #hit: HitInstances;
  #all: readonly EdgeInForce[];

  /** As long as no window is open. */
  constructor(scenario: Pick<Scenario, 'edge'>, hit: HitInstances) {
    this.#scenario = scenario;
    this.#hit = hit;
    this.#all = this.#each(() => scenario.edge);
  }

  /** In the order of their numbers. */
  get all(): readonly EdgeInForce[] {
    return this.#all;
  }

  /** During the faults phase. Returns those that are told something else now. */
  open(windows: readonly Window[]): readonly EdgeInForce[] {
    return this.#set((instance) =>
      Object.assign({}, this.#scenario.edge, ...windows.map((window) => this.#hit.edgeOf(window, instance))),
    );
  }

  /** After the last fault. Returns those that are told something else now. */
  heal(): readonly EdgeInForce[] {
    return this.#set(() => healed('edge', this.#scenario.edge));
  }

  #set(settingsOf: (instance: number) => EdgeSettings): readonly EdgeInForce[] {
    const before = this.#all;
    this.#all = this.#each(settingsOf);
    return this.#all.filter(({ told }, place) => !sameSettings(before[place]?.told, told));
  }

  #each(settingsOf: (instance: number) => EdgeSettings): readonly EdgeInForce[] {
    return Array.from({ length: this.#hit.count }, (_, place) => {
      const instance = place + 1;
      const settings = settingsOf(instance);
      const { instances: _instances, ...told } = withoutHost('edge', settings);
      return { instance, settings, told };
    });
  }
}
