import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { memorySocketPair } from './memory-socket.ts';

/** The part of Node's ClientRequest that an agent needs: hand it a connection, and it goes out. */
interface OutgoingRequest {
  onSocket(socket: Duplex): void;
}

/**
 * Gives each request one end of a connection in memory, and keeps connections for the next request. Replaces the one
 * method by which Node hands a request to its agent: names, queues and limits of the original cost a tenth of an
 * exchange, and mean nothing in memory.
 */
export class MemoryAgent extends Agent {
  readonly #accept: (socket: Duplex) => void;
  readonly #free: Duplex[] = [];
  readonly #all = new Set<Duplex>();

  /** `accept` takes the server's end of a new connection. */
  constructor(accept: (socket: Duplex) => void) {
    super({ keepAlive: true });
    this.#accept = accept;
  }

  /** The last connection that became free goes first: it is the one most surely alive. */
  addRequest(request: OutgoingRequest): void {
    request.onSocket(this.#free.pop() ?? this.#connect());
  }

  /** Breaks every connection. */
  close(): void {
    for (const socket of this.#all) socket.destroy();
  }

  #connect(): Duplex {
    const [client, server] = memorySocketPair();
    this.#all.add(client);
    client.on('free', () => this.#free.push(client));
    client.once('close', () => {
      this.#all.delete(client);
      const place = this.#free.indexOf(client);
      if (place >= 0) this.#free.splice(place, 1);
    });
    this.#accept(server);
    return client;
  }
}
