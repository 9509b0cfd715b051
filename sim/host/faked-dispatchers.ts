import { hostOf, isHost } from './host-of.ts';
import { methodWhere } from './replacement.ts';
import type { Call, Replacement } from './replacement.ts';
import type { HostGlobals } from './scope.ts';

/** Under names that begin so, undici keeps what sends the requests of a whole process. */
const DISPATCHER = 'undici.globalDispatcher.';

/** What Node's own `fetch` asks for. */
const USUAL = `${DISPATCHER}1`;

const symbols = new WeakMap<HostGlobals, Map<string, symbol>>();

function symbolFor(host: HostGlobals, key: string): symbol {
  const own = symbols.get(host) ?? new Map<string, symbol>();
  symbols.set(host, own);
  const symbol = own.get(key) ?? Symbol(key);
  own.set(key, symbol);
  return symbol;
}

/** Each host is a process, and has a place of its own for it. */
function ownPlace({ given: [key], real }: Call): unknown {
  const host = hostOf();
  if (host === null || typeof key !== 'string' || !key.startsWith(DISPATCHER)) return real();
  return symbolFor(host, key);
}

/**
 * Who shall send a request of `fetch` in place of Node: a dispatcher that it names, or one that was set for the process. One
 * of undici's own making, which it sets when it is loaded, does what Node would do.
 */
export function dispatcherOf(host: HostGlobals, init: unknown): object | null {
  const named: unknown = typeof init === 'object' && init !== null ? Reflect.get(init, 'dispatcher') : null;
  if (typeof named === 'object' && named !== null) return named;
  const symbol = symbols.get(host)?.get(USUAL);
  const set: unknown = symbol === undefined ? null : Reflect.get(globalThis, symbol);
  if (typeof set !== 'object' || set === null) return null;
  return set.constructor.name === 'Agent' ? null : set;
}

export const DISPATCHERS: readonly Replacement[] = [methodWhere(isHost, Symbol, 'for', ownPlace)];
