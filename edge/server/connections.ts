import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Requests of one connection that may be open at once. Node hands on all that one packet brings before it does anything else: 64 KiB
 * of short ones are 1,700.
 */
const PIPELINED_MAX = 100;

interface Connection {
  readonly socket: Socket;
  readonly end: string;
  /** Requests that are not answered yet. */
  open: number;
}

/**
 * Who is connected, and whether a request of his is being answered. One that is idle gives way: to a newcomer where there are too
 * many, and to a server that stops. Node's own `closeIdleConnections` passes over those that never sent a request.
 */
export class Connections {
  readonly #max: number;
  /** By the other end, which a socket and the TLS over it have in common. */
  readonly #all = new Map<string, Connection>();
  /** Without a request at hand, the longest idle first. */
  readonly #idle = new Set<Connection>();
  #stopping = false;

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Where there are too many, the one that has been idle for longest is cut, or, if none is, this one. */
  add(socket: Socket): void {
    const [longest] = this.#idle;
    if (this.size >= this.#max) (longest?.socket ?? socket).destroy();
    if (longest !== undefined && this.size >= this.#max) this.#forget(longest);
    if (socket.destroyed) return;
    const connection = { socket, end: endOf(socket), open: 0 };
    this.#all.set(connection.end, connection);
    this.#idle.add(connection);
    socket.once('close', () => this.#forget(connection));
  }

  /**
   * Whether a request of this connection may be answered. The last one that may be ends it, and what came behind that gets no
   * answer, as behind any last one.
   */
  requestBegins(socket: Socket, response: ServerResponse): boolean {
    const connection = this.#all.get(endOf(socket));
    if (connection === undefined) return true;
    if (connection.open >= PIPELINED_MAX) return false;
    connection.open += 1;
    if (connection.open === PIPELINED_MAX) response.shouldKeepAlive = false;
    this.#idle.delete(connection);
    response.once('close', () => {
      connection.open -= 1;
      if (connection.open > 0 || connection.socket.destroyed) return;
      if (this.#stopping) connection.socket.destroySoon();
      else this.#idle.add(connection);
    });
    return true;
  }

  /** Cuts off whoever is idle, and from now on whoever becomes idle. */
  stop(): void {
    this.#stopping = true;
    for (const { socket } of this.#idle) socket.destroy();
  }

  #forget(connection: Connection): void {
    this.#idle.delete(connection);
    if (this.#all.get(connection.end) === connection) this.#all.delete(connection.end);
  }
}

function endOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress}/${remotePort}`;
}
