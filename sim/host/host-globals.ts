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
  fetch: typeof globalThis.fetch = noFetch,
): HostGlobals {
  const stream = random.stream('global', owner);
  let taken = 0;
  return {
    random: () => {
      taken += 1;
      return stream.draw(boot, taken);
    },
    fetch,
    isAlive,
  };
}
