import { EventEmitter } from 'node:events';
import type { KeyedRandom } from '../random/index.ts';
import type { HostGlobals } from './scope.ts';

const noFetch: typeof globalThis.fetch = () =>
  Promise.reject(new TypeError('fetch failed: this host has no network of its own'));

/** What `Math.random`, `fetch` and timers are to the code of one boot of one host. */
export function hostGlobals(
  random: KeyedRandom,
  owner: string,
  boot: number,
  isAlive: () => boolean,
  makeFetch: () => typeof globalThis.fetch = () => noFetch,
): HostGlobals {
  // Made when they are asked for: most devices of a large fleet never do.
  let taken = 0;
  let fetch: typeof globalThis.fetch | undefined;
  let errorListeners: EventEmitter | undefined;
  return {
    random: () => {
      taken += 1;
      return random.stream('global', owner).draw(boot, taken);
    },
    get fetch() {
      fetch ??= makeFetch();
      return fetch;
    },
    isAlive,
    get errorListeners() {
      errorListeners ??= new EventEmitter();
      return errorListeners;
    },
  };
}
