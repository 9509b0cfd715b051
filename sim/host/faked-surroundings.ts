import net from 'node:net';
import { hostOf, isHost } from './host-of.ts';
import { catchServer } from './caught-servers.ts';
import { DATAGRAMS } from './faked-datagrams.ts';
import { dispatcherOf, DISPATCHERS } from './faked-dispatchers.ts';
import { NAMES } from './faked-names.ts';
import type { Place } from './host-network.ts';
import { SOCKETS } from './faked-sockets.ts';
import { methodWhere, replacement } from './replacement.ts';
import type { Call, Replacement } from './replacement.ts';
import { placeOfUrl } from './simulated-fetch.ts';
import { isPort, placeOf } from './socket-place.ts';
import { SOCKET_TIMERS } from './socket-timers.ts';

/** Stands for the port that a server would have of the system: none is opened, so none can clash. */
function listener(port: number, host: string | null): object {
  const address = host === null ? '::' : host === 'localhost' ? '127.0.0.1' : host;
  const family = net.isIP(address) === 4 ? 'IPv4' : 'IPv6';
  return {
    getsockname: (out: object) => void Object.assign(out, { address, family, port }),
    close: (closed?: () => void) => void (closed === undefined ? null : process.nextTick(closed)),
    ref() {},
    unref() {},
    hasRef: () => true,
  };
}

/** The port of who asks for any. */
const ANY_PORT = 80;

/** Requests come from the harness, so a server of a host only believes that it listens. */
function pretendToListen({ self, given, real }: Call): unknown {
  if (!(self instanceof net.Server) || self.listening) return real();
  const [first] = given;
  const { port, path, host, hasHost } = placeOf(given);
  const isOptions = typeof first === 'object' && first !== null;
  const anyPort = isOptions ? 'port' in first && (port ?? null) === null : (port ?? null) === null;
  const isPlace = anyPort || typeof first === 'function' || isPort(port) || typeof path === 'string';
  // What is no place is refused in Node's own words, before anything is opened.
  if (!isPlace && !(isOptions && ('fd' in first || '_handle' in first))) return real();
  const listening = given.at(-1);
  if (typeof listening === 'function') self.once('listening', () => void Reflect.apply(listening, self, []));
  const handle = listener(Number(port) > 0 ? Number(port) : ANY_PORT, hasHost ? host : null);
  // Where Node keeps it: `listening`, `address` and `close` look there.
  Object.assign(self, { _handle: handle });
  const owner = hostOf();
  if (owner !== null) catchServer(owner, self);
  process.nextTick(() => {
    if (Reflect.get(self, '_handle') === handle) self.emit('listening');
  });
  return self;
}

/** Of a URL, wherever in what `fetch` takes it stands. */
function placeOfFetch(input: unknown): Place | null {
  const url = typeof input === 'object' && input !== null && 'url' in input ? input.url : input;
  if (!URL.canParse(String(url))) return null;
  return placeOfUrl(new URL(String(url)));
}

function fetchForHost(real: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const host = hostOf();
    if (host === null) return real(input, init);
    const place = placeOfFetch(input);
    if (place !== null && host.network.reach(place) === 'real') return real(input, init);
    const dispatcher = dispatcherOf(host, init);
    // It goes out over sockets, which lead to the edge as well.
    if (dispatcher !== null) return Reflect.apply(real, globalThis, [input, { ...init, dispatcher }]);
    return host.fetch(input, init);
  };
}

/** What a host meets beyond its own machine: the network. */
export const SURROUNDINGS: readonly Replacement[] = [
  replacement(globalThis, 'fetch', fetchForHost),
  methodWhere(isHost, net.Server.prototype, 'listen', pretendToListen),
  ...SOCKETS,
  ...NAMES,
  ...DATAGRAMS,
  ...DISPATCHERS,
  ...SOCKET_TIMERS,
];
