import type net from 'node:net';
import { methodOf } from './replacement.ts';
import { wallMs } from './wall-clock.ts';

/** Real ms for which a server may think about what was written to it; what takes longer is not waited for. */
const REPLY_MS_MAX = 1_000;

/** Real ms for which more of an answer may follow what has come. */
const MORE_MS = 5;

interface Traffic {
  isConnecting: boolean;
  wroteMs: number;
  heardMs: number;
  awaits: boolean;
}

const open = new Set<Traffic>();

function isBusy({ isConnecting, wroteMs, heardMs, awaits }: Traffic): boolean {
  const now = wallMs();
  if (isConnecting) return true;
  return awaits ? now - wroteMs < REPLY_MS_MAX : now - heardMs < MORE_MS;
}

/** Whether something is on the way between code under test and a real server: virtual time must not go on meanwhile. */
export function hasRealTraffic(): boolean {
  for (const traffic of open) if (isBusy(traffic)) return true;
  return false;
}

/** Keeps an eye on a connection to a real server, from before it is made until it is closed. */
export function watchTraffic(socket: net.Socket): void {
  const traffic: Traffic = { isConnecting: true, wroteMs: 0, heardMs: 0, awaits: false };
  open.add(traffic);
  const over = (): void => void open.delete(traffic);
  socket.once('connect', () => {
    traffic.isConnecting = false;
  });
  socket.once('close', over);
  for (const name of ['_write', '_writev']) {
    const write = methodOf(socket, name);
    Reflect.set(socket, name, (...given: unknown[]) => {
      traffic.wroteMs = wallMs();
      traffic.awaits = true;
      return Reflect.apply(write, socket, given);
    });
  }
  const push = methodOf(socket, 'push');
  Reflect.set(socket, 'push', (...given: unknown[]) => {
    traffic.heardMs = wallMs();
    traffic.awaits = false;
    return Reflect.apply(push, socket, given);
  });
}
