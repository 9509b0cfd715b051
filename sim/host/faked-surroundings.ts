import net from 'node:net';
import { hostOf, isHost } from './host-of.ts';
import { methodWhere, replacement } from './replacement.ts';
import type { Call, Replacement } from './replacement.ts';

const PORT_MAX = 65_535;

/** What Node takes for a port. */
function isPort(port: unknown): boolean {
  const isGiven = typeof port === 'number' || (typeof port === 'string' && port.trim() !== '');
  return isGiven && Number.isInteger(Number(port)) && Number(port) >= 0 && Number(port) <= PORT_MAX;
}

/** Where to listen or connect to, as Node reads it from its first argument: options, a port, or the path of a pipe. */
function placeOf(given: readonly unknown[]): { readonly port?: unknown; readonly path?: unknown } {
  const [first] = given;
  // Node's own modules hand over what they have read already.
  if (Array.isArray(first)) return placeOf(first);
  if (typeof first === 'object' && first !== null) return first;
  if (typeof first === 'string' && !(Number(first) >= 0)) return { path: first };
  return { port: first };
}

/** Stands for the port that a server would have of the system: none is opened, so none can clash. */
function listener(port: number): object {
  return {
    getsockname: (out: object) => void Object.assign(out, { address: '::', family: 'IPv6', port }),
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
  const { port, path } = placeOf(given);
  const isOptions = typeof first === 'object' && first !== null;
  const anyPort = isOptions ? 'port' in first && (port ?? null) === null : (port ?? null) === null;
  const isPlace = anyPort || typeof first === 'function' || isPort(port) || typeof path === 'string';
  // What is no place is refused in Node's own words, before anything is opened.
  if (!isPlace && !(isOptions && ('fd' in first || '_handle' in first))) return real();
  const listening = given.at(-1);
  if (typeof listening === 'function') self.once('listening', () => void Reflect.apply(listening, self, []));
  const handle = listener(Number(port) > 0 ? Number(port) : ANY_PORT);
  // Where Node keeps it: `listening`, `address` and `close` look there.
  Object.assign(self, { _handle: handle });
  process.nextTick(() => {
    if (Reflect.get(self, '_handle') === handle) self.emit('listening');
  });
  return self;
}

/** Real networks answer when they like, so there is none: it looks like a service that is down. */
function refuseToConnect({ self, given, real }: Call): unknown {
  if (!(self instanceof net.Socket)) return real();
  const { port, path } = placeOf(given);
  if (!(isPort(port) || typeof path === 'string')) return real();
  const message =
    'connect ECONNREFUSED: inside a simulation a device reaches the edge through fetch, and nothing else exists';
  const error = Object.assign(new Error(message), { code: 'ECONNREFUSED', syscall: 'connect' });
  process.nextTick(() => self.destroy(error));
  return self;
}

/** What a host meets beyond its own machine: the network. */
export const SURROUNDINGS: readonly Replacement[] = [
  replacement(globalThis, 'fetch', (real) => (input, init) => (hostOf()?.fetch ?? real)(input, init)),
  methodWhere(isHost, net.Server.prototype, 'listen', pretendToListen),
  methodWhere(isHost, net.Socket.prototype, 'connect', refuseToConnect),
];
