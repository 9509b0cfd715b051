import { Duplex } from 'node:stream';
import { Connection } from '../net/index.ts';
import { likeSocket } from '../transport/index.ts';
import type { Ends } from '../transport/index.ts';

type Done = (error?: Error | null) => void;

/** What a far end knows of the socket at the other side. */
export interface Near {
  /** Bytes for it; `done` when it has room for more. */
  give(bytes: Uint8Array, done: Done): void;
  giveEnd(): void;
  /** The connection is gone; `error`: and this is what the socket shall hear of it. */
  gone(error: Error | null): void;
}

/** The end of a connection in memory that a server of the harness holds, as Node's http takes it for a socket. */
export class FarEnd<Writer> extends Duplex {
  /** Whose code has written last. */
  writer: Writer;
  /** Told at once when the socket is closed, before any event. */
  readonly onHangUp = new Set<() => void>();
  readonly connection = new Connection();
  /** Told of the first bytes before anybody can read them; null once they have come. */
  onFirstBytes: ((bytes: Uint8Array) => void) | null = null;
  readonly #near: Near;
  #hasRoom: Done | null = null;
  #saidGoodbye = false;

  constructor(near: Near, writer: Writer, ends: Ends) {
    super();
    this.#near = near;
    this.writer = writer;
    likeSocket(this, ends);
  }

  /** Bytes of the socket; `done` when there is room for more. */
  receive(bytes: Uint8Array, done: Done): void {
    const told = this.onFirstBytes;
    this.onFirstBytes = null;
    told?.(bytes);
    if (this.destroyed || this.readableEnded || this.push(bytes)) done();
    else this.#hasRoom = done;
  }

  receiveEnd(): void {
    if (!this.destroyed) this.push(null);
  }

  /** The socket is closed. */
  hangUp(): void {
    for (const hear of this.onHangUp) hear();
    this.destroy();
  }

  /** Breaks the connection, and says to the socket why. */
  fail(error: Error): void {
    this.#near.gone(error);
    this.destroy();
  }

  /** The server is gone, and whoever holds the connection closes it. */
  endEarly(): void {
    this.#saidGoodbye = true;
    this.#near.giveEnd();
    this.destroy();
  }

  override _read(): void {
    const done = this.#hasRoom;
    this.#hasRoom = null;
    done?.();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: Done): void {
    this.#near.give(chunk, done);
  }

  override _final(done: Done): void {
    this.#near.giveEnd();
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    // One that said goodbye leaves the socket to read what is left, and to close.
    if (!this.writableFinished && !this.#saidGoodbye) this.#near.gone(null);
    done(error);
  }
}
