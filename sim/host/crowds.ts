import { EventEmitter, getEventListeners } from 'node:events';

/** Node warns beyond ten. A host that is right may have more for a while. */
const LISTENERS_MAX = 10;

/** Who holds a listener: an emitter, or an event target. */
type Holder = EventEmitter | EventTarget;

/** The listeners of one kind on one emitter, from the eleventh on. */
interface Crowd {
  readonly count: () => number;
  /** Node was free to warn, and has. */
  isWarned: boolean;
  /** How many pieces of work have added to it: the requests of an edge, and each addition at work on none. */
  works: number;
  last: object | null;
}

/** So many are watched, the first of them: what is made for one request and forgotten is not to be kept for ever. */
const CROWDS_MAX = 1_000;

/** The listeners that the code of one boot of a host has added and not removed, wherever they are many. */
export class Crowds {
  readonly #all = new Map<Holder, Map<string | symbol, Crowd>>();
  #size = 0;
  #isBegun = false;

  /** `work` is the request that is worked on, null without one: listeners of a host that starts are no leak. */
  added(holder: Holder, kind: string | symbol, work: object | null): void {
    const crowd = this.#all.get(holder)?.get(kind);
    if (crowd === undefined) {
      if (countOf(holder, kind) > LISTENERS_MAX) this.#watch(holder, kind);
      return;
    }
    if (work === null ? !this.#isBegun : work === crowd.last) return;
    crowd.last = work;
    crowd.works += 1;
  }

  /** A host is told of a leak by Node: once for each emitter and kind of event, unless it asked not to be. */
  warned(warning: unknown): void {
    if (typeof warning !== 'object' || warning === null || !('type' in warning)) return;
    const { type } = warning;
    if (typeof type !== 'string' && typeof type !== 'symbol') return;
    const holder = 'emitter' in warning ? warning.emitter : 'target' in warning ? warning.target : null;
    if (!(holder instanceof EventEmitter) && !(holder instanceof EventTarget)) return;
    const crowd = this.#all.get(holder)?.get(type) ?? this.#watch(holder, type);
    if (crowd !== null) crowd.isWarned = true;
  }

  /** The host is up: what it adds from now on it does not need to be there. */
  begun(): void {
    this.#isBegun = true;
  }

  /** On the emitter that has most of a kind, where that is more than Node lets pass in silence; else 0. */
  get listeners(): number {
    const most = this.#most((crowd) => (crowd.isWarned ? crowd.count() : 0));
    return most > LISTENERS_MAX ? most : 0;
  }

  /** Where Node was told to be silent: on the emitter that has most of a kind, so many as work of their own has added each. */
  get unwarned(): number {
    return this.#most(({ isWarned, works, count }) => (isWarned ? 0 : Math.min(works, count())));
  }

  #most(numberOf: (crowd: Crowd) => number): number {
    let most = 0;
    for (const kinds of this.#all.values())
      for (const crowd of kinds.values()) most = Math.max(most, numberOf(crowd));
    return most;
  }

  /** Null: there is no room. */
  #watch(holder: Holder, kind: string | symbol): Crowd | null {
    if (this.#size >= CROWDS_MAX) return null;
    this.#size += 1;
    const crowd: Crowd = { count: () => countOf(holder, kind), isWarned: false, works: 0, last: null };
    const kinds = this.#all.get(holder) ?? new Map<string | symbol, Crowd>();
    this.#all.set(holder, kinds.set(kind, crowd));
    return crowd;
  }
}

function countOf(holder: Holder, kind: string | symbol): number {
  if (holder instanceof EventEmitter) return holder.listenerCount(kind);
  return typeof kind === 'string' ? getEventListeners(holder, kind).length : 0;
}
