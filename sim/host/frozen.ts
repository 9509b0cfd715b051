import type { Passing } from './gateway.ts';

/** What a process does first as it goes on. */
export interface Freeze {
  readonly first: 'requests' | 'timers';
}

/** What waits for a process that stands still, and what it can't say while it does. */
export class Frozen {
  readonly first: Freeze['first'];
  /** In the order in which they came. */
  readonly requests: Passing[] = [];
  /** Timers that were due, set through the globals; those of the port wait at their clock. */
  readonly timers: (() => void)[] = [];
  readonly answers: { readonly goOn: () => void; readonly broken: () => void }[] = [];

  constructor({ first }: Freeze) {
    this.first = first;
  }
}
