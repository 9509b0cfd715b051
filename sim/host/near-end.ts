import net from 'node:net';
import { turned } from '../transport/index.ts';
import type { Ends } from '../transport/index.ts';
import type { FarEnd, Near } from './far-end.ts';
import { methodOf } from './replacement.ts';
import { currentScope } from './scope.ts';
import { refreshIdle, stopIdle } from './socket-timers.ts';

type Done = (error?: Error | null) => void;
type Chunk = string | Uint8Array;

function bytesOf(chunk: Chunk, encoding: BufferEncoding): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
}

/**
 * A socket of Node's, made by the code of a host, whose connection is in memory. All that a socket does beside its
 * connection (buffers, events, half-open ends) is Node's own: only what it would ask of the system is answered here.
 */
export class NearEnd<Writer> implements Near {
  readonly #socket: net.Socket;
  /** What comes from the other end is heard where the connection was asked for, as it is on Node. */
  readonly #inContext: (act: () => void) => void;
  /** Whose code writes. */
  readonly #writer: () => Writer | null;
  #far: FarEnd<Writer> | null = null;
  #hasRoom: Done | null = null;
  #bytesRead = 0;
  #bytesWritten = 0;

  constructor(socket: net.Socket, writer: () => Writer | null) {
    this.#socket = socket;
    this.#writer = writer;
    this.#inContext = currentScope.keepContext((act: () => void) => act());
  }

  /** From now on the socket writes to `far`; it hears that it is connected when the code at hand is done. */
  join(far: FarEnd<Writer>, ends: Ends, host: string): void {
    const socket = this.#socket;
    this.#far = far;
    if (socket.destroyed) Reflect.apply(methodOf(socket, '_undestroy'), socket, []);
    this.#answerForTheSystem(ends);
    Object.assign(socket, { connecting: true });
    refreshIdle(socket);
    process.nextTick(() => this.#connected(host));
  }

  give(bytes: Uint8Array, done: Done): void {
    this.#inContext(() => {
      if (this.#socket.destroyed) {
        done();
        return;
      }
      this.#bytesRead += bytes.length;
      refreshIdle(this.#socket);
      if (this.#socket.push(bytes)) done();
      else this.#hasRoom = done;
    });
  }

  giveEnd(): void {
    this.#inContext(() => {
      if (!this.#socket.destroyed) this.#socket.push(null);
    });
  }

  gone(error: Error | null): void {
    this.#inContext(() => void this.#socket.destroy(error ?? undefined));
  }

  #connected(host: string): void {
    const socket = this.#socket;
    if (socket.destroyed || !socket.connecting) return;
    if (net.isIP(host) === 0) socket.emit('lookup', null, socket.remoteAddress, 4, host);
    Object.assign(socket, { connecting: false });
    refreshIdle(socket);
    socket.emit('connect');
    socket.emit('ready');
    if (socket.readable && !socket.isPaused()) socket.read(0);
  }

  #write(bytes: Uint8Array, done: Done): void {
    const far = this.#far;
    if (far === null) {
      done();
      return;
    }
    this.#bytesWritten += bytes.length;
    refreshIdle(this.#socket);
    far.writer = this.#writer() ?? far.writer;
    far.receive(bytes, done);
  }

  #answerForTheSystem(ends: Ends): void {
    const socket = this.#socket;
    const destroy = methodOf(net.Socket.prototype, '_destroy');
    const same = (): net.Socket => socket;
    const values = {
      ...turned(ends),
      pending: false,
      address: () => ({ address: ends.remoteAddress, port: ends.remotePort, family: ends.remoteFamily }),
      ref: same,
      unref: same,
      resetAndDestroy: () => socket.destroy(),
      _read: () => {
        const done = this.#hasRoom;
        this.#hasRoom = null;
        done?.();
      },
      _write: (chunk: Chunk, encoding: BufferEncoding, done: Done) =>
        this.#write(bytesOf(chunk, encoding), done),
      _writev: (
        chunks: readonly { readonly chunk: Chunk; readonly encoding: BufferEncoding }[],
        done: Done,
      ) => this.#write(Buffer.concat(chunks.map(({ chunk, encoding }) => bytesOf(chunk, encoding))), done),
      _final: (done: Done) => {
        this.#far?.receiveEnd();
        done();
      },
      _destroy: (error: Error | null, done: Done) => {
        stopIdle(socket);
        const far = this.#far;
        this.#far = null;
        Reflect.apply(destroy, socket, [error, done]);
        far?.hangUp();
      },
    };
    for (const [name, value] of Object.entries(values)) define(socket, name, { value, writable: true });
    // Node has getters for these.
    define(socket, 'bytesRead', { get: () => this.#bytesRead });
    define(socket, 'bytesWritten', { get: () => this.#bytesWritten });
  }
}

function define(socket: net.Socket, name: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(socket, name, { ...descriptor, configurable: true });
}
