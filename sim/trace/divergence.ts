import { isMapping } from '../../settings/plain.ts';
import type { TraceEvent } from './event.ts';

/** Where two traces that should be one went apart. */
export interface Divergence {
  /** Number of the first event that differs, from 0. */
  readonly event: number;
  /** The last events before it, which both have. */
  readonly before: readonly TraceEvent[];
  /** From that event on; empty when this one had ended. */
  readonly first: readonly TraceEvent[];
  readonly second: readonly TraceEvent[];
  /** What tells the two events apart; empty where one of them had ended. */
  readonly fields: readonly DifferentField[];
}

/** A field in which two events differ: its path with dots, and what it is in each; undefined where it is missing. */
export interface DifferentField {
  readonly path: string;
  readonly first: unknown;
  readonly second: unknown;
}

/** Enough to see what led there, and what each made of it. */
const BEFORE_KEPT = 4;
const AFTER_KEPT = 3;

/**
 * Finds the first event in which two traces differ. Give it the events of both in pairs, in their order; null for the one
 * that has ended. What JSON can't tell apart is the same, as it is for a fingerprint.
 */
export class DivergenceFinder {
  readonly #before: TraceEvent[] = [];
  readonly #first: TraceEvent[] = [];
  readonly #second: TraceEvent[] = [];
  #count = 0;
  #at: number | null = null;

  add(first: TraceEvent | null, second: TraceEvent | null): void {
    if (this.#at === null && JSON.stringify(first) !== JSON.stringify(second)) this.#at = this.#count;
    this.#count += 1;
    if (this.#at === null) {
      if (first !== null) this.#before.push(first);
      if (this.#before.length > BEFORE_KEPT) this.#before.shift();
      return;
    }
    if (first !== null && this.#first.length < AFTER_KEPT) this.#first.push(first);
    if (second !== null && this.#second.length < AFTER_KEPT) this.#second.push(second);
  }

  /** Whether nothing that comes now would change what was found. */
  get isDone(): boolean {
    return this.#at !== null && this.#count >= this.#at + AFTER_KEPT;
  }

  /** Null while both are the same. */
  found(): Divergence | null {
    if (this.#at === null) return null;
    const fields = fieldsApart(this.#first[0], this.#second[0]);
    return {
      event: this.#at,
      before: this.#before,
      first: this.#first,
      second: this.#second,
      fields,
    };
  }
}

/** Compares two traces as far as it takes. */
export async function firstDivergence(
  first: AsyncIterable<TraceEvent>,
  second: AsyncIterable<TraceEvent>,
): Promise<Divergence | null> {
  const finder = new DivergenceFinder();
  const one = first[Symbol.asyncIterator]();
  const other = second[Symbol.asyncIterator]();
  try {
    while (!finder.isDone) {
      const here = await one.next();
      const there = await other.next();
      if (here.done === true && there.done === true) break;
      finder.add(here.done === true ? null : here.value, there.done === true ? null : there.value);
    }
  } finally {
    await one.return?.();
    await other.return?.();
  }
  return finder.found();
}

/** Of events of two kinds the kinds; nothing where one of them had ended. */
function fieldsApart(
  first: TraceEvent | undefined,
  second: TraceEvent | undefined,
): readonly DifferentField[] {
  if (first === undefined || second === undefined) return [];
  if (first.kind !== second.kind) return [{ path: 'kind', first: first.kind, second: second.kind }];
  return differentFields(first, second);
}

/** What differs between two values of plain JSON, field by field; a list is one field. */
export function differentFields(first: unknown, second: unknown, path = ''): readonly DifferentField[] {
  if (JSON.stringify(first) === JSON.stringify(second)) return [];
  if (!isMapping(first) || !isMapping(second)) return [{ path, first, second }];
  const found = [...new Set([...Object.keys(first), ...Object.keys(second)])].flatMap((key) =>
    differentFields(first[key], second[key], path === '' ? key : `${path}.${key}`),
  );
  // The same fields in another order.
  return found.length > 0 ? found : [{ path: path === '' ? 'the order of fields' : path, first, second }];
}
