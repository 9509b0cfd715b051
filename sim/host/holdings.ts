import { getEventListeners, EventEmitter } from 'node:events';
import type { DeliveryKey } from '../trace/index.ts';
import type { Scope } from './scope.ts';

/** A timer that is set. */
export interface HeldTimer {
  readonly scope: Scope | undefined;
  readonly delayMs: number;
  readonly repeats: boolean;
}

/** Timers that a program may have for itself: a sweeper, a heartbeat, a flush that waits. */
export const OWN_TIMERS_MAX = 8;

/** From here on a timer may be meant to outlive its request by far: it is how keys are forgotten. */
const EXPIRY_MS_MIN = 60_000;

/** Node warns beyond ten. A host that is right may have more for a while. */
const LISTENERS_MAX = 10;

/** Listeners of one kind on one emitter. */
interface Crowd {
  readonly count: () => number;
}

/** What one boot of a host has taken and not given back, of what goes through the globals. */
export class Holdings {
  readonly timers = new Set<HeldTimer>();
  readonly #crowds: Crowd[] = [];

  /** A host is told of a leak by Node: once for each emitter and kind of event, beyond ten listeners. */
  warned(warning: unknown): void {
    if (typeof warning !== 'object' || warning === null || !('type' in warning)) return;
    const { type } = warning;
    if (typeof type !== 'string' && typeof type !== 'symbol') return;
    if ('emitter' in warning && warning.emitter instanceof EventEmitter) {
      const { emitter } = warning;
      this.#crowds.push({ count: () => emitter.listenerCount(type) });
    } else if ('target' in warning && warning.target instanceof EventTarget && typeof type === 'string') {
      const { target } = warning;
      this.#crowds.push({ count: () => getEventListeners(target, type).length });
    }
  }

  /** On the emitter that has most of a kind, where that is more than Node lets pass in silence; else 0. */
  get listeners(): number {
    const most = Math.max(0, ...this.#crowds.map(({ count }) => count()));
    return most > LISTENERS_MAX ? most : 0;
  }
}

/** How many timers of each sort a host has set. */
export interface TimersHeld {
  /** All of them. */
  readonly timers: number;
  /** Those that fire again and again. */
  readonly repeating: number;
  /** Those set at work on a request that is over; of these, only the ones that repeat or fire within a minute of being set. */
  readonly outlived: number;
  /** Those that outlived their request and were set for longer. */
  readonly expiries: number;
}

export function timersHeld(
  timers: Iterable<HeldTimer>,
  isOpen: (exchange: DeliveryKey) => boolean,
): TimersHeld {
  const held = { timers: 0, repeating: 0, outlived: 0, expiries: 0 };
  for (const { scope, delayMs, repeats } of timers) {
    held.timers += 1;
    if (repeats) held.repeating += 1;
    const exchange = scope?.exchange ?? null;
    if (exchange === null || isOpen(exchange)) continue;
    if (repeats || delayMs < EXPIRY_MS_MIN) held.outlived += 1;
    else held.expiries += 1;
  }
  return held;
}
