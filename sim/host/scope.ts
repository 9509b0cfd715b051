import { AsyncLocalStorage } from 'node:async_hooks';
import type { DeliveryKey } from '../trace/index.ts';

/** What the globals do for the code of one host. */
export interface HostGlobals {
  /** Uniform on [0, 1): the next of this host's own sequence. */
  readonly random: () => number;
  readonly fetch: typeof globalThis.fetch;
  /** False once the host has crashed: what its code still does is heard by nobody. */
  readonly isAlive: () => boolean;
}

/** Whose code is running, and for which exchange. */
export interface Scope {
  readonly globals: HostGlobals | null;
  readonly exchange: DeliveryKey | null;
}

/** Follows the code of a host through promises, timers and events. Empty in the code of the harness. */
export const currentScope = new AsyncLocalStorage<Scope>();
