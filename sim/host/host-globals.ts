import { EventEmitter } from 'node:events';
import type { KeyedRandom } from '../random/index.ts';
import type { DeliveryKey } from '../trace/index.ts';
import { Holdings } from './holdings.ts';
import { NO_NETWORK } from './host-network.ts';
import type { HostNetwork } from './host-network.ts';
import { currentScope } from './scope.ts';
import type { HostGlobals } from './scope.ts';
import { WallClockError } from './wall-clock-error.ts';

const noFetch: typeof globalThis.fetch = () =>
  Promise.reject(new TypeError('fetch failed: this host has no network of its own'));

interface HostGlobalsOptions {
  readonly makeFetch?: () => typeof globalThis.fetch;
  readonly makeNetwork?: () => HostNetwork;
  readonly clockError?: WallClockError;
  /** Default: with the world. */
  readonly sinceUs?: number;
  readonly isHeld?: HostGlobals['isHeld'];
}

/**
 * What `Math.random`, `Date`, `fetch` and timers are to the code of one boot of one host. Chance within an exchange is
 * keyed by that exchange: what an edge draws for one request, and so what becomes of it, hangs on no request before it.
 */
export function hostGlobals(
  random: KeyedRandom,
  owner: string,
  boot: number,
  isAlive: () => boolean,
  {
    makeFetch = () => noFetch,
    makeNetwork = () => NO_NETWORK,
    clockError = new WallClockError(),
    sinceUs = 0,
    isHeld = () => false,
  }: HostGlobalsOptions = {},
): HostGlobals {
  // Made when they are asked for: most devices of a large fleet never do.
  let taken = 0;
  let takenFor: WeakMap<DeliveryKey, number> | undefined;
  let fetch: typeof globalThis.fetch | undefined;
  let network: HostNetwork | undefined;
  let processListeners: EventEmitter | undefined;
  let holdings: Holdings | undefined;
  return {
    name: owner,
    random: () => {
      const exchange = currentScope.getStore()?.exchange ?? null;
      if (exchange !== null) {
        takenFor ??= new WeakMap();
        const count = (takenFor.get(exchange) ?? 0) + 1;
        takenFor.set(exchange, count);
        const { device, reading, attempt, copy } = exchange;
        return random.stream('global/exchange', device).draw(reading ?? -1, attempt, copy, boot, count);
      }
      taken += 1;
      return random.stream('global', owner).draw(boot, taken);
    },
    get fetch() {
      fetch ??= makeFetch();
      return fetch;
    },
    get network() {
      network ??= makeNetwork();
      return network;
    },
    get spareConnections() {
      return network?.spareConnections ?? 0;
    },
    isAlive,
    isHeld,
    clockError,
    sinceUs,
    get processListeners() {
      processListeners ??= new EventEmitter();
      return processListeners;
    },
    get holdings() {
      holdings ??= new Holdings();
      return holdings;
    },
  };
}
