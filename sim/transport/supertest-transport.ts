import type { EventEmitter } from 'node:events';
import { createServer, IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';
import request from 'supertest';
import { answerBody } from './answer-body.ts';
import { callHandler } from './call-handler.ts';
import { HeldBody } from './held-body.ts';
import { LOOPBACK } from './client-address.ts';
import { MemoryAgent } from './memory-agent.ts';
import type { MemoryConnection } from './memory-agent.ts';
import { messageClassesOf } from '../../ports/index.ts';
import type { EdgeAnswer, EdgeRequest } from '../../ports/index.ts';
import type { Caller, Connection, Enter, Receiver, Transport, TransportOptions } from './transport.ts';
import { onUnreadAnswer } from './unread-answer.ts';
import { withoutStacks } from './without-stacks.ts';

/** Names no real host: nothing is looked up, since the agent makes the connection. */
const ORIGIN = 'http://edge.petrel';

/** What of superagent's response is looked at. */
interface SupertestAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'head' | 'options';
const METHODS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);

function isMethod(method: string): method is Method {
  return METHODS.has(method);
}

/** All events (data, end, finish) belong to their exchange, whichever connection they came over. */
function emitInside(emitter: EventEmitter, enter: Enter): void {
  const emit = emitter.emit.bind(emitter);
  emitter.emit = (event: string | symbol, ...values: unknown[]) => enter(() => emit(event, ...values));
}

/** superagent calls the message a response of its own; it is Node's. */
function collect(response: object, done: (error: Error | null, bytes: Buffer) => void): void {
  if (!(response instanceof IncomingMessage)) throw new Error('The answer is no HTTP message.');
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
  });
  response.on('end', () => {
    // superagent makes an Error of every status above 399, within this call; nobody reads its stack.
    const [first] = chunks;
    const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
    withoutStacks(() => done(null, bytes));
  });
}

/** An exchange under way, at both ends. */
class OpenExchange implements Connection {
  readonly enter: Enter;
  response: ServerResponse | null = null;
  hasHungUp = false;
  readonly #client: MemoryConnection['client'];
  readonly #unread: (answer: EdgeAnswer) => void;
  /** Null: all of the request goes out at once. */
  readonly #held: HeldBody | null;

  /** `unread` is called with an answer that is given after the client has hung up. */
  constructor(
    { client }: MemoryConnection,
    {
      enter,
      unread,
      share,
    }: {
      readonly enter: Enter;
      readonly unread: (answer: EdgeAnswer) => void;
      readonly share: number | null;
    },
  ) {
    this.enter = enter;
    this.#held = share === null ? null : new HeldBody(client, share);
    this.#client = client;
    this.#unread = unread;
  }

  rest(): void {
    if (!this.hasHungUp) this.#held?.release();
  }

  /** Says goodbye, as the machine of a client does for a program that closes its connection or ends. */
  hangUp(): void {
    this.hasHungUp = true;
    if (this.response !== null) onUnreadAnswer(this.response, this.#unread);
    this.#client.end();
  }
}

/**
 * Real HTTP on both sides, through supertest, over in-memory sockets that stay open from one exchange to the next.
 * Every timeout of the server that would look at the wall clock is off.
 */
export function createSupertestTransport(
  { handler, app = handler }: Receiver,
  { responseEvents, ownConnections }: TransportOptions,
): Transport {
  /** By the server's end of the connection, which carries one exchange at a time. */
  const open = new WeakMap<object, OpenExchange>();
  const server = createServer(messageClassesOf(app), (incoming, response) => {
    const opened = open.get(incoming.socket);
    if (opened === undefined) throw new Error('A request reached the edge that no exchange had sent.');
    const { enter } = opened;
    opened.response = response;
    // Node fills the Date header from the wall clock and caches it, even where Date is faked.
    response.sendDate = false;
    emitInside(incoming, enter);
    if (responseEvents) emitInside(response, enter);
    callHandler(handler, enter, incoming, response);
  });
  server.keepAliveTimeout = 0;
  server.headersTimeout = 0;
  server.requestTimeout = 0;
  server.timeout = 0;
  const agent = new MemoryAgent((socket) => server.emit('connection', socket));

  const toEdge = request(ORIGIN);

  const exchange = async (wire: EdgeRequest, enter: Enter, caller?: Caller): Promise<EdgeAnswer> => {
    const method = wire.method.toLowerCase();
    if (!isMethod(method)) throw new Error(`supertest sends no ${wire.method} requests.`);
    const test = toEdge[method](wire.path)
      .agent(agent)
      // gzip would inflate on a thread pool, in no fixed order.
      .set({ 'accept-encoding': 'identity', ...wire.headers })
      .redirects(0)
      .buffer(true)
      .parse(collect)
      .ok(() => true);
    // What the edge compressed is the client's to read.
    Object.assign(test, { _shouldDecompress: () => false });
    // superagent would turn bytes of type JSON into the JSON of a Buffer: the body goes out as it is.
    const sent = wire.body.length === 0 ? test : test.serialize(asItIs).send(sendable(wire.body));
    const address = (ownConnections ? wire.remoteAddress : undefined) ?? LOOPBACK;
    const { status, headers, body } = await new Promise<SupertestAnswer>((resolve, reject) => {
      let opened: OpenExchange | null = null;
      agent.expect({
        address,
        begins: (connection) => {
          const unread = (answer: EdgeAnswer): void => resolve({ ...answer, body: Buffer.from(answer.body) });
          opened = new OpenExchange(connection, { enter, unread, share: caller?.share ?? null });
          open.set(connection.server, opened);
          if (caller !== undefined) caller.connection = opened;
        },
      });
      // Makes the request within this call.
      void sent.then(resolve, (error: unknown) => {
        if (opened?.hasHungUp !== true) reject(error);
      });
    });
    return { status, headers, ...(Buffer.isBuffer(body) ? answerBody(body) : { body: '' }) };
  };

  return {
    name: 'supertest',
    inPieces: true,
    exchange,
    close: () => {
      agent.close();
      server.closeAllConnections();
    },
  };
}

/** superagent's types know only texts, Node's http takes bytes as well. */
function asItIs(body: string): string {
  return body;
}

function sendable(body: string | Uint8Array): string | Buffer {
  return typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
