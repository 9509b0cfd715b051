import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import type { DeliveryKey } from '../trace/index.ts';
import type { Holdings } from './holdings.ts';
import type { HostNetwork } from './host-network.ts';
import type { Interleaving } from './interleaving.ts';
import type { WallClockError } from './wall-clock-error.ts';

/** What the globals do for the code of one host. */
export interface HostGlobals {
  /** Of the machine that it is. */
  readonly name: string;
  /** Uniform on [0, 1): the next of the exchange at hand, else of this host's own sequence. */
  readonly random: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly network: HostNetwork;
  /** Of its network, which is not made to be asked: 0 where nothing has used it. */
  readonly spareConnections: number;
  /** How far its wall clock is from the time of the world. */
  readonly clockError: WallClockError;
  /** When its process began, in kernel time: its monotonic clocks count from there. */
  readonly sinceUs: number;
  /** False once the host has crashed: what its code still does is heard by nobody. */
  readonly isAlive: () => boolean;
  /** Whether its process stands still: then a timer that is due is kept until it goes on. */
  readonly isHeld: (fire: () => void) => boolean;
  /** What its code hangs on its `process` for errors that nobody catches, for signals, and for its end. */
  readonly processListeners: EventEmitter;
  /** What its code has taken through the globals. */
  readonly holdings: Holdings;
}

/** Whose code is running, and for which exchange. */
export interface Scope {
  readonly globals: HostGlobals | null;
  readonly exchange: DeliveryKey | null;
  /** The request carries more readings than that of `exchange`. Without it: it does not. */
  readonly carriesMany?: boolean;
  /** Lets other requests in while this code waits; without it, all it waits for but timers is over at this instant. */
  readonly interleaving?: Interleaving | null;
  /** Is told, in place of everybody else, that this code threw where nothing could catch it: the harness asked on its own account. */
  readonly onStrayError?: () => void;
}

/**
 * Whose code is running. Code that does all of its work in callbacks that the harness calls (our own) needs no more
 * than a variable; code that goes on after an `await` is followed by async hooks, which make every promise of the
 * process dearer, a tenth of an exchange in all. So they are on only while somebody needs them.
 */
class CurrentScope {
  readonly #followed = new AsyncLocalStorage<Scope>();
  #followers = 0;
  #running: Scope | undefined;

  /** From now on scopes are kept through promises, ticks and events. Returns how to end that. */
  followPromises(): () => void {
    this.#followers += 1;
    return () => {
      this.#followers -= 1;
      if (this.#followers === 0) this.#followed.disable();
    };
  }

  run<Value>(scope: Scope, act: () => Value): Value {
    if (this.#followers > 0) return this.#followed.run(scope, act);
    const before = this.#running;
    this.#running = scope;
    try {
      return act();
    } finally {
      this.#running = before;
    }
  }

  /**
   * What is to be called later, in the async context of now: a subject may keep the number of a request in an
   * `AsyncLocalStorage` of its own. Only where promises are followed is there foreign code that could.
   */
  keepContext<Given extends unknown[], Value>(act: (...given: Given) => Value): (...given: Given) => Value {
    if (this.#followers === 0) return act;
    // By hand: `AsyncLocalStorage.bind` of Node 20 defines deprecated properties on what it gives, for seventy times the cost.
    const context = new AsyncResource('PetrelTimer', { requireManualDestroy: true });
    return (...given) => context.runInAsyncScope(act, undefined, ...given);
  }

  /** Undefined in the code of the harness. */
  getStore(): Scope | undefined {
    return this.#followers > 0 ? this.#followed.getStore() : this.#running;
  }
}

export const currentScope = new CurrentScope();
