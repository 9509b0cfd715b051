import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import { hostOf, isHost } from './host-of.ts';
import { connectionTo } from './host-network.ts';
import type { HostNetwork, Place } from './host-network.ts';
import { methodWhere } from './replacement.ts';
import type { Call, Replacement } from './replacement.ts';
import { isPort, placeOf } from './socket-place.ts';
import { watchTraffic } from './real-traffic.ts';
import type { HostGlobals } from './scope.ts';
import { idlesForReal } from './socket-timers.ts';

function networkHere(): HostNetwork | null {
  return hostOf()?.network ?? null;
}

function noSuchHost(hostname: string): Error {
  const [code, syscall] = ['ENOTFOUND', 'getaddrinfo'];
  return Object.assign(new Error(`${syscall} ${code} ${hostname}`), {
    code,
    errno: -3008,
    syscall,
    hostname,
  });
}

/** What the system says of a place where nothing is. */
function nobodyThere({ host, port }: Place): Error {
  return Object.assign(new Error(`connect ECONNREFUSED ${host}:${port}`), {
    code: 'ECONNREFUSED',
    errno: -111,
    syscall: 'connect',
    address: host,
    port,
  });
}

/** Real networks answer when they like: a connection of a host leads to the edge, in memory, or nowhere. */
function connect({ self, given, real }: Call): unknown {
  const network = networkHere();
  if (!(self instanceof net.Socket) || network === null) return real();
  const { host, port, path, listener } = placeOf(given);
  // What is no place is refused in Node's own words.
  if (!(isPort(port) || typeof path === 'string')) return real();
  const isPipe = typeof path === 'string';
  const place: Place = { host: isPipe ? path : host, port: isPipe ? 0 : Number(port) };
  const reach = isPipe ? 'nowhere' : network.reach(place);
  if (reach === 'real') {
    idlesForReal(self);
    watchTraffic(self);
    return real();
  }
  if (listener !== null) self.once('connect', listener);
  if (reach === 'edge') {
    network.connect(self, place, networkHere);
    return self;
  }
  refuse(self, place, isPipe, network);
  return self;
}

/** As the system does where nothing is: no such host, or nobody who listens. */
function refuse(socket: net.Socket, place: Place, isPipe: boolean, network: HostNetwork): void {
  Object.assign(socket, { connecting: true });
  const { host } = place;
  if (isPipe) network.unsupported(`a connection to the pipe ${host}`);
  else network.unsupported(...connectionTo(place));
  const isName = !isPipe && net.isIP(host) === 0 && network.resolve(host).kind === 'nowhere';
  process.nextTick(() => void socket.destroy(isName ? noSuchHost(host) : nobodyThere(place)));
}

function textIn(options: object, name: string): string | undefined {
  const value: unknown = Reflect.get(options, name);
  return typeof value === 'string' ? value : undefined;
}

/** The edge takes HTTP/2 of who speaks nothing else. False, as Node has it: none was agreed on. */
function protocolOf(offered: unknown): string | false {
  const names: readonly unknown[] = Array.isArray(offered) ? offered : [];
  const isOffered = (name: string): boolean => names.includes(name);
  return ['http/1.1', 'h2'].find(isOffered) ?? false;
}

/**
 * A connection of a host is in memory, where nobody listens in: its encryption is left out, and it looks as if all had
 * gone well. Whether certificates are right is not tried.
 */
function connectSecurely({ given, real }: Call): unknown {
  const network = networkHere();
  const { host, port, path, options, listener } = placeOf(given);
  const isReal = isPort(port) && network?.reach({ host, port: Number(port) }) === 'real';
  if (
    isReal ||
    network === null ||
    typeof path === 'string' ||
    !isPort(port) ||
    Reflect.get(options, 'socket') !== undefined
  )
    return real();
  const socket = new net.Socket(options);
  Object.setPrototypeOf(socket, tls.TLSSocket.prototype);
  Object.assign(socket, {
    encrypted: true,
    authorized: true,
    authorizationError: null,
    alpnProtocol: protocolOf(Reflect.get(options, 'ALPNProtocols')),
    servername: textIn(options, 'servername') ?? host,
    secureConnecting: true,
    getPeerCertificate: () => ({}),
    getProtocol: () => 'TLSv1.3',
    isSessionReused: () => false,
  });
  const timeout: unknown = Reflect.get(options, 'timeout');
  if (typeof timeout === 'number' && timeout > 0) socket.setTimeout(timeout);
  if (listener !== null) socket.once('secureConnect', listener);
  socket.once('connect', () => {
    Object.assign(socket, { secureConnecting: false });
    socket.emit('secureConnect');
  });
  return socket.connect({ host, port: Number(port) });
}

let hosts = 0;
const numbers = new WeakMap<HostGlobals, number>();

/** Of each boot another one. */
function numberOf(host: HostGlobals): number {
  const known = numbers.get(host);
  if (known !== undefined) return known;
  hosts += 1;
  numbers.set(host, hosts);
  return hosts;
}

/** Node has one pool of connections for all of a process. Each host is a process: it finds none but its own in there. */
function nameForHost({ real }: Call): unknown {
  const host = hostOf();
  const name: unknown = real();
  return host === null || typeof name !== 'string' ? name : `${name}:host ${numberOf(host)}`;
}

export const SOCKETS: readonly Replacement[] = [
  methodWhere(isHost, net.Socket.prototype, 'connect', connect),
  methodWhere(isHost, tls, 'connect', connectSecurely),
  methodWhere(isHost, http.Agent.prototype, 'getName', nameForHost),
];
