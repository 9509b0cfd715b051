import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BegunExchange, EdgeAnswer, EdgeRequest } from '../../ports/index.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Runs a piece of the handler's work as part of one exchange. */
export type Enter = <Value>(run: () => Value) => Value;

/** What a transport brings requests to. */
export interface Receiver {
  readonly handler: Handler;
  /** Whose handler that is: an Express app, perhaps, which has its own idea of messages. Default: the handler itself. */
  readonly app?: object;
  /**
   * The handler's work without HTTP, where the receiver offers it. May answer at once. Rejects (or throws) where the
   * handler would close the connection.
   */
  readonly exchange?: ((request: EdgeRequest) => EdgeAnswer | Promise<EdgeAnswer>) | undefined;
  /** The same in two steps, for what comes in pieces. */
  readonly begin?: ((head: EdgeRequest) => BegunExchange) | undefined;
}

/** The client's end of the connection that one exchange goes over. */
export interface Connection {
  /**
   * The client closes it. The handler learns of that as from Node. Should it end its response all the same, the exchange
   * resolves with the head of an answer that nobody got; or else it stays open for ever.
   */
  hangUp(): void;
  /** The rest of the body is there, where it did not come as a whole. */
  rest(): void;
}

/** Who asks: a transport that has a connection leaves it here as soon as the exchange has begun. */
export interface Caller {
  connection: Connection | null;
  /** How much of the body is there as the exchange begins, from 0 to 1; the connection is told of the rest. Null: all of it. */
  readonly share?: number | null;
}

/** How a request reaches the handler and its answer comes back. Takes no virtual time. */
export interface Transport {
  readonly name: string;
  /** Whether a request can come in pieces. */
  readonly inPieces: boolean;
  /**
   * The answer once it is complete; rejects when the handler closed the connection instead. All of the handler's work
   * on this request runs through `enter`. A transport that can answer at once does so without a promise.
   */
  exchange(request: EdgeRequest, enter: Enter, caller?: Caller): EdgeAnswer | Promise<EdgeAnswer>;
  /** Breaks all connections. Exchanges that are open reject. */
  close(): void;
}

export interface TransportOptions {
  /**
   * Whether what the handler hangs on events of its response runs through `enter` too. Costs a tenth of an exchange, so
   * that a handler that hangs nothing on them goes without.
   */
  readonly responseEvents: boolean;
  /**
   * Whether each client has connections of its own, by its address. For a handler that never looks at them they are
   * shared, which saves a large fleet the making of them.
   */
  readonly ownConnections: boolean;
}

export type TransportFactory = (receiver: Receiver, options: TransportOptions) => Transport;
