import net from 'node:net';
import { isHost } from './host-of.ts';
import { startFading } from './faked-timers.ts';
import { methodWhere } from './replacement.ts';
import type { Call, Replacement } from './replacement.ts';

/** What Node takes for more is 2^31 − 1 ms as well. */
const IDLE_MS_MAX = 2_147_483_647;

interface IdleTimer {
  refresh(): unknown;
  close(): unknown;
}

function isTimer(value: unknown): value is IdleTimer {
  return typeof value === 'object' && value !== null && 'refresh' in value && 'close' in value;
}

const timers = new WeakMap<net.Socket, IdleTimer>();

/** Sockets whose connection is a real one, and whose time therefore is. */
const realOnes = new WeakSet<net.Socket>();

/** Bytes came or went. */
export function refreshIdle(socket: net.Socket): void {
  timers.get(socket)?.refresh();
}

export function stopIdle(socket: net.Socket): void {
  timers.get(socket)?.close();
  timers.delete(socket);
}

/** From now on the time of this socket is real. */
export function idlesForReal(socket: net.Socket): void {
  stopIdle(socket);
  realOnes.add(socket);
  if (socket.timeout !== undefined && socket.timeout > 0) socket.setTimeout(socket.timeout);
}

/** Node's own timers of sockets are none of those that it gives to programs: they have to be virtual too. */
function idleAfter({ self, real }: Call): unknown {
  if (!(self instanceof net.Socket) || realOnes.has(self) || self.destroyed) return real();
  // It says what is wrong with what it is given, and takes the listener; the timer it sets is taken away.
  const result = real();
  const { timeout = 0 } = self;
  real([0]);
  Object.assign(self, { timeout });
  stopIdle(self);
  if (timeout === 0) return result;
  const timer = startFading(() => void self.emit('timeout'), Math.min(timeout, IDLE_MS_MAX));
  if (isTimer(timer)) timers.set(self, timer);
  return result;
}

export const SOCKET_TIMERS: readonly Replacement[] = [
  methodWhere(isHost, net.Socket.prototype, 'setTimeout', idleAfter),
];
