import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { ClientPorts } from './client-address.ts';
import { memorySocketPair } from './memory-socket.ts';

/** The part of Node's ClientRequest that an agent needs: hand it a connection, and it goes out. */
interface OutgoingRequest {
  onSocket(socket: Duplex): void;
}

/** The two ends of a connection in memory. */
export interface MemoryConnection {
  readonly client: Duplex;
  readonly server: Duplex;
}

/** Whose request is made next, and who is to know its connection. */
interface Expected {
  readonly address: string;
  readonly begins: (connection: MemoryConnection) => void;
}

/**
 * Gives each request one end of a connection in memory, and keeps connections for the next request of the same client.
 * Replaces the one method by which Node hands a request to its agent: names, queues and limits of the original cost a
 * tenth of an exchange, and mean nothing in memory.
 */
export class MemoryAgent extends Agent {
  readonly #accept: (socket: Duplex) => void;
  readonly #ports = new ClientPorts();
  /** By the address of the client. */
  readonly #free = new Map<string, MemoryConnection[]>();
  readonly #all = new Set<Duplex>();
  #expected: Expected | null = null;

  /** `accept` takes the server's end of a new connection. */
  constructor(accept: (socket: Duplex) => void) {
    super({ keepAlive: true });
    this.#accept = accept;
  }

  /** Says of the request that is made next, within the call at hand, whose it is. */
  expect(expected: Expected): void {
    this.#expected = expected;
  }

  /** The last connection that became free goes first: it is the one most surely alive. */
  addRequest(request: OutgoingRequest): void {
    const expected = this.#expected;
    this.#expected = null;
    if (expected === null) throw new Error('A request was made that no exchange had asked for.');
    const { address, begins } = expected;
    const free = this.#freeOf(address);
    const connection = free.pop() ?? this.#connect(address);
    // Once for each request: where an answer comes before the end of a request is told, Node says so again after that.
    connection.client.once('free', () => free.push(connection));
    begins(connection);
    request.onSocket(connection.client);
  }

  /** Breaks every connection. */
  close(): void {
    for (const socket of this.#all) socket.destroy();
  }

  #connect(address: string): MemoryConnection {
    const [client, server] = memorySocketPair(address, this.#ports.open(address));
    const connection: MemoryConnection = { client, server };
    const free = this.#freeOf(address);
    this.#all.add(client);
    client.once('close', () => {
      this.#all.delete(client);
      const place = free.indexOf(connection);
      if (place >= 0) free.splice(place, 1);
    });
    this.#accept(server);
    return connection;
  }

  #freeOf(address: string): MemoryConnection[] {
    const free = this.#free.get(address) ?? [];
    this.#free.set(address, free);
    return free;
  }
}
