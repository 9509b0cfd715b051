import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Ends } from './client-address.ts';

/**
 * Stands where handlers look for the connection. There is none: nothing is read from it or written to it; it can only
 * be destroyed. One exchange after the other has it, as a connection that is kept alive, with the listeners that were left on it.
 */
export class NoSocket extends EventEmitter {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly remoteFamily: string;
  readonly localAddress: string;
  readonly localPort: number;
  readonly localFamily: string;
  readonly encrypted = false;
  readonly writableLength = 0;
  readonly writableHighWaterMark = 16_384;
  /** Node lets go of a cork here when a response is ended. */
  readonly _writableState = { corked: 0 };
  readable = true;
  writable = true;
  destroyed = false;
  /** The exchange at hand; null: it waits for the next. */
  #onDestroyed: ((error: Error | undefined) => void) | null = null;

  constructor(ends: Ends) {
    super();
    this.remoteAddress = ends.remoteAddress;
    this.remotePort = ends.remotePort;
    this.remoteFamily = ends.remoteFamily;
    this.localAddress = ends.localAddress;
    this.localPort = ends.localPort;
    this.localFamily = ends.localFamily;
  }

  /** From now on an exchange has it; null: none does. */
  givenTo(onDestroyed: ((error: Error | undefined) => void) | null): void {
    this.#onDestroyed = onDestroyed;
  }

  destroy(error?: Error): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.readable = false;
    this.writable = false;
    this.#onDestroyed?.(error);
    process.nextTick(() => this.emit('close', error !== undefined));
    return this;
  }

  end(): this {
    return this.destroy();
  }

  /** The client has closed its end, so Node closes this one. `passOn`: those who are told before the socket is. */
  hungUp(passOn: () => void): void {
    if (this.destroyed) return;
    this.emit('end');
    this.destroyed = true;
    this.readable = false;
    this.writable = false;
    passOn();
    this.emit('close', false);
  }

  address(): { readonly address: string; readonly port: number; readonly family: string } {
    return { address: this.localAddress, port: this.localPort, family: this.localFamily };
  }

  pause(): this {
    return this;
  }

  resume(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  cork(): void {}

  uncork(): void {}

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/** Node's constructors ask for its own socket and look only at what stands above. */
export function asSocket(socket: NoSocket): Socket {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return socket as unknown as Socket;
}
