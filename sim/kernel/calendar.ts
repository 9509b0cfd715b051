/** Names one entry for as long as it waits; afterwards it names nothing. */
export type EntryId = number;

/** Children of a node: a wide heap is shallow, and its children share a cache line. */
const ARITY = 4;
const CAPACITY_MIN = 256;
/** An id is generation · 2^24 + place; so at most 16 million entries may wait at once. */
const PLACES_MAX = 2 ** 24;

/**
 * A uniform number from 0 to 1 for an entry: among those of one time the least comes first. `owner`: whose entry it is;
 * 0: nobody's that has others. `inserted`: how many entries were put in before it.
 */
export type TieRank = (owner: number, atUs: number, inserted: number) => number;

/** The owner of what the world itself does; it comes before all else at its time, in the order in which it was put in. */
export const WORLD_OWNER = -1;

/** Ranks are told apart by so many steps; where that is too coarse, and for one owner, insertion decides. */
const RANKS = 2 ** 19;
const INSERTED_MAX = 2 ** 33;

const GONE = (): void => {};

function grown<Keys extends Float64Array | Int32Array>(into: Keys, from: Keys): Keys {
  into.set(from);
  return into;
}

/**
 * The future: a 4-ary heap ordered by (time, insertion). Keys lie in typed arrays, actions stay at their place, and no
 * object is made for an entry, so that a push or a pop among a hundred thousand touches little memory. A cancelled entry
 * stays until its time would have come, or until such entries are half of all; then they are swept out.
 *
 * With a rank, entries of one time come in the order of their ranks instead: any order of what several owners do at one
 * instant is as good as another. What one owner put in for one time keeps its order.
 */
export class Calendar {
  #times = new Float64Array(CAPACITY_MIN);
  #orders = new Float64Array(CAPACITY_MIN);
  /** The place of each node's action. */
  #places = new Int32Array(CAPACITY_MIN);
  /** Counts the uses of each place, so that an old id does not name its next user. */
  #generations = new Int32Array(CAPACITY_MIN);
  /** By place; undefined: cancelled. */
  readonly #actions: ((() => void) | undefined)[] = [];
  readonly #freePlaces: number[] = [];
  #length = 0;
  #cancelled = 0;
  #inserted = 0;
  readonly #rank: TieRank | null;

  constructor(rank: TieRank | null = null) {
    this.#rank = rank;
  }

  /** Entries that are still to come. */
  get size(): number {
    return this.#length - this.#cancelled;
  }

  /** `atUs`: whole microseconds of kernel time. @throws {RangeError} beyond 16 million waiting entries. */
  push(atUs: number, run: () => void, owner = 0): EntryId {
    if (this.#length === this.#times.length) this.#grow();
    const place = this.#freePlaces.pop() ?? this.#actions.length;
    this.#actions[place] = run;
    this.#length += 1;
    const order = this.#rank === null ? this.#inserted : this.#ranked(this.#rank, atUs, owner);
    this.#rise(this.#length - 1, atUs, order, place);
    this.#inserted += 1;
    return (this.#generations[place] ?? 0) * PLACES_MAX + place;
  }

  /** When the next entry comes; Infinity without one. */
  nextUs(): number {
    this.#dropCancelled();
    return this.#length === 0 ? Infinity : (this.#times[0] ?? Infinity);
  }

  /** Takes the next entry out and returns its action; undefined without one. */
  pop(): (() => void) | undefined {
    this.#dropCancelled();
    if (this.#length === 0) return undefined;
    const action = this.#actions[this.#places[0] ?? 0];
    this.#removeFirst();
    return action;
  }

  /** True if the entry was still to come. */
  cancel(id: EntryId): boolean {
    const place = id % PLACES_MAX;
    if (this.#generations[place] !== Math.floor(id / PLACES_MAX) || this.#actions[place] === undefined)
      return false;
    if (this.#actions[place] === GONE) return false;
    this.#actions[place] = undefined;
    this.#cancelled += 1;
    if (this.#cancelled > CAPACITY_MIN && this.#cancelled * 2 > this.#length) this.#sweep();
    return true;
  }

  #ranked(rank: TieRank, atUs: number, owner: number): number {
    if (owner === WORLD_OWNER) return this.#inserted;
    const step = 1 + Math.floor(rank(owner, atUs, this.#inserted) * RANKS);
    return step * INSERTED_MAX + this.#inserted;
  }

  #dropCancelled(): void {
    while (this.#cancelled > 0 && this.#length > 0 && this.#actions[this.#places[0] ?? 0] === undefined) {
      this.#cancelled -= 1;
      this.#removeFirst();
    }
  }

  #removeFirst(): void {
    this.#release(this.#places[0] ?? 0);
    this.#length -= 1;
    const last = this.#length;
    if (last > 0) this.#sink(0, this.#times[last] ?? 0, this.#orders[last] ?? 0, this.#places[last] ?? 0);
  }

  #release(place: number): void {
    this.#actions[place] = GONE;
    this.#generations[place] = ((this.#generations[place] ?? 0) + 1) & 0x0fff_ffff;
    this.#freePlaces.push(place);
  }

  #rise(from: number, time: number, order: number, place: number): void {
    const times = this.#times;
    const orders = this.#orders;
    const places = this.#places;
    let node = from;
    while (node > 0) {
      const parent = ((node - 1) / ARITY) | 0;
      const parentTime = times[parent] ?? 0;
      if (parentTime < time || (parentTime === time && (orders[parent] ?? 0) < order)) break;
      times[node] = parentTime;
      orders[node] = orders[parent] ?? 0;
      places[node] = places[parent] ?? 0;
      node = parent;
    }
    times[node] = time;
    orders[node] = order;
    places[node] = place;
  }

  #sink(from: number, time: number, order: number, place: number): void {
    const times = this.#times;
    const orders = this.#orders;
    const places = this.#places;
    const length = this.#length;
    let node = from;
    for (;;) {
      const firstChild = node * ARITY + 1;
      if (firstChild >= length) break;
      const end = Math.min(firstChild + ARITY, length);
      let least = firstChild;
      let leastTime = times[firstChild] ?? 0;
      for (let child = firstChild + 1; child < end; child += 1) {
        const childTime = times[child] ?? 0;
        if (
          childTime < leastTime ||
          (childTime === leastTime && (orders[child] ?? 0) < (orders[least] ?? 0))
        ) {
          least = child;
          leastTime = childTime;
        }
      }
      if (time < leastTime || (time === leastTime && order < (orders[least] ?? 0))) break;
      times[node] = leastTime;
      orders[node] = orders[least] ?? 0;
      places[node] = places[least] ?? 0;
      node = least;
    }
    times[node] = time;
    orders[node] = order;
    places[node] = place;
  }

  #grow(): void {
    const capacity = this.#times.length * 2;
    if (capacity > PLACES_MAX) throw new RangeError(`The calendar holds at most ${PLACES_MAX} entries.`);
    this.#times = grown(new Float64Array(capacity), this.#times);
    this.#orders = grown(new Float64Array(capacity), this.#orders);
    this.#places = grown(new Int32Array(capacity), this.#places);
    this.#generations = grown(new Int32Array(capacity), this.#generations);
  }

  /** Throws out what was cancelled and builds the heap anew: O(n), after n/2 cancellations. */
  #sweep(): void {
    let kept = 0;
    for (let node = 0; node < this.#length; node += 1) {
      const place = this.#places[node] ?? 0;
      if (this.#actions[place] === undefined) {
        this.#release(place);
        continue;
      }
      this.#times[kept] = this.#times[node] ?? 0;
      this.#orders[kept] = this.#orders[node] ?? 0;
      this.#places[kept] = place;
      kept += 1;
    }
    this.#length = kept;
    this.#cancelled = 0;
    for (let node = ((kept - 2) / ARITY) | 0; node >= 0; node -= 1) {
      this.#sink(node, this.#times[node] ?? 0, this.#orders[node] ?? 0, this.#places[node] ?? 0);
    }
  }
}
