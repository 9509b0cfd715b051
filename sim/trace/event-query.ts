import { fieldOf, fitsPattern } from './event-pattern.ts';
import type { EventPattern } from './event-pattern.ts';
import type { TraceEvent } from './event.ts';

export const VERBS = ['preceded-by', 'not-preceded-by', 'followed-by', 'not-followed-by'] as const;

export type Verb = (typeof VERBS)[number];

/** Which events are looked for, and what must, or must not, have happened before or after each. */
export interface EventQuery {
  readonly events: EventPattern;
  /** Null: all of them count. */
  readonly relation: {
    readonly verb: Verb;
    readonly other: EventPattern;
    /** Fields (with dots) that both must have, with the same value. */
    readonly same: readonly string[];
    /** At most so far apart, in µs; Infinity: however far. */
    readonly withinUs: number;
  } | null;
}

export interface FoundEvent {
  /** Its number among those that were shown, from 0. */
  readonly number: number;
  readonly event: TraceEvent;
}

interface Waiting extends FoundEvent {
  followed: boolean;
}

/**
 * Looks at the events of one run, in their order; what comes first in a trace comes before, at the same instant too. No
 * event comes before or after itself.
 */
export class EventSearch {
  readonly #query: EventQuery;
  /** By the fields that must be the same: when the last of the others came. */
  readonly #lastOther = new Map<string, number>();
  /** By the same: those that none of the others followed yet. */
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #found: Waiting[] = [];
  #number: number;
  #asked = 0;

  /** @param first the number of the first event */
  constructor(query: EventQuery, first = 0) {
    this.#query = query;
    this.#number = first;
  }

  observe(event: TraceEvent): void {
    const { events, relation } = this.#query;
    const isOther = relation !== null && fitsPattern(relation.other, event);
    const key = relation === null ? '' : keyOf(event, relation.same);
    // What follows is told first: an event that fits both patterns does not follow itself.
    if (isOther && key !== null) this.#follow(key, event.at, relation.withinUs);
    if (fitsPattern(events, event)) this.#ask(event, key);
    if (isOther && key !== null) this.#lastOther.set(key, event.at);
    this.#number += 1;
  }

  /** How many events fitted the first pattern. */
  get asked(): number {
    return this.#asked;
  }

  /** Call once, after the last event. In their order. */
  conclude(): readonly FoundEvent[] {
    const verb = this.#query.relation?.verb ?? null;
    const all = this.#found;
    if (verb !== 'followed-by' && verb !== 'not-followed-by') return all.map(bare);
    return all.filter(({ followed }) => followed === (verb === 'followed-by')).map(bare);
  }

  #ask(event: TraceEvent, key: string | null): void {
    this.#asked += 1;
    const { relation } = this.#query;
    const found: Waiting = { number: this.#number, event, followed: false };
    if (relation === null) {
      this.#found.push(found);
      return;
    }
    const { verb, withinUs } = relation;
    if (verb === 'followed-by' || verb === 'not-followed-by') {
      this.#found.push(found);
      if (key !== null) this.#wait(key, found);
      return;
    }
    const last = key === null ? undefined : this.#lastOther.get(key);
    const preceded = last !== undefined && event.at - last <= withinUs;
    if (preceded === (verb === 'preceded-by')) this.#found.push(found);
  }

  #wait(key: string, found: Waiting): void {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) this.#waiting.set(key, [found]);
    else waiting.push(found);
  }

  #follow(key: string, at: number, withinUs: number): void {
    for (const waiting of this.#waiting.get(key) ?? []) waiting.followed = at - waiting.event.at <= withinUs;
    this.#waiting.delete(key);
  }
}

function bare({ number, event }: Waiting): FoundEvent {
  return { number, event };
}

/** Null where one of the fields is missing, or says nothing: such an event is the same as no other. */
function keyOf(event: TraceEvent, same: readonly string[]): string | null {
  const values = same.map((path) => fieldOf(event, path.split('.')));
  return values.some((value) => value === undefined || value === null) ? null : JSON.stringify(values);
}
