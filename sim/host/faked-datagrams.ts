import dgram from 'node:dgram';
import { hostOf, isHost } from './host-of.ts';
import { methodWhere } from './replacement.ts';
import type { Call, Replacement } from './replacement.ts';
import { isPort } from './socket-place.ts';

function isListener(value: unknown): value is (...values: unknown[]) => void {
  return typeof value === 'function';
}

/** One that is closed refuses all, in Node's own words. */
function refuseIfClosed(socket: dgram.Socket): void {
  try {
    socket.address();
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'ERR_SOCKET_DGRAM_NOT_RUNNING') throw error;
  }
}

/** Null: it is nothing that can be sent. */
function sizeOf(message: unknown): number | null {
  if (typeof message === 'string') return Buffer.byteLength(message);
  if (ArrayBuffer.isView(message)) return message.byteLength;
  if (!Array.isArray(message)) return null;
  return message.reduce((sum: number, part) => sum + (sizeOf(part) ?? 0), 0);
}

/** A datagram may get lost without a word, and each one does. */
function lose({ self, given, real }: Call): unknown {
  const [message, ...rest] = given;
  const bytes = sizeOf(message);
  const numbers = rest.filter((value) => typeof value === 'number');
  // `send(message, port)`, or `send(message, offset, length, port)`.
  const port = numbers.length === 3 ? numbers[2] : numbers[0];
  if (
    !(self instanceof dgram.Socket) ||
    bytes === null ||
    (port !== undefined && !(isPort(port) && port > 0))
  )
    return real();
  refuseIfClosed(self);
  hostOf()?.network.unsupported(`datagrams${port === undefined ? '' : ` to port ${port}`}`);
  const sent = given.at(-1);
  if (isListener(sent)) process.nextTick(() => sent(null, bytes));
  return undefined;
}

/** It opens no port, and nothing ever comes. */
function bind({ self, given, real }: Call): unknown {
  if (!(self instanceof dgram.Socket)) return real();
  refuseIfClosed(self);
  const listening = given.at(-1);
  if (isListener(listening)) self.once('listening', listening);
  const [first] = given;
  const asked: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'port') : first;
  const port = typeof asked === 'number' && asked > 0 ? asked : 32_768;
  Object.assign(self, { address: () => ({ address: '0.0.0.0', family: 'IPv4', port }) });
  process.nextTick(() => self.emit('listening'));
  return self;
}

function connect({ self, given, real }: Call): unknown {
  const [port] = given;
  if (!(self instanceof dgram.Socket) || !isPort(port) || Number(port) === 0) return real();
  refuseIfClosed(self);
  const connected = given.at(-1);
  if (isListener(connected)) self.once('connect', connected);
  process.nextTick(() => self.emit('connect'));
  return undefined;
}

/** Datagrams are not simulated: they are counted, and lost. */
export const DATAGRAMS: readonly Replacement[] = [
  methodWhere(isHost, dgram.Socket.prototype, 'send', lose),
  methodWhere(isHost, dgram.Socket.prototype, 'bind', bind),
  methodWhere(isHost, dgram.Socket.prototype, 'connect', connect),
];
