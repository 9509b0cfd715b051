import { EventEmitter } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { EdgeAnswer, EdgeRequest } from '../../ports/index.ts';
import { answerBody } from './answer-body.ts';
import type { Ends } from './client-address.ts';
import type { Enter } from './transport.ts';

/** What can be a body on a response. */
type Chunk = string | Uint8Array;
type Done = (error?: Error | null) => void;

/** Statuses that never have a body, whatever the handler writes. */
function isBodiless(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
}

/**
 * Stands where handlers look for the connection. There is none: nothing is read from it or written to it; it can only
 * be destroyed.
 */
class NoSocket extends EventEmitter {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly remoteFamily: string;
  readonly localAddress: string;
  readonly localPort: number;
  readonly localFamily: string;
  readonly encrypted = false;
  readonly writableLength = 0;
  readonly writableHighWaterMark = 16_384;
  readable = true;
  writable = true;
  destroyed = false;
  readonly #onDestroyed: (error: Error | undefined) => void;

  constructor(ends: Ends, onDestroyed: (error: Error | undefined) => void) {
    super();
    this.remoteAddress = ends.remoteAddress;
    this.remotePort = ends.remotePort;
    this.remoteFamily = ends.remoteFamily;
    this.localAddress = ends.localAddress;
    this.localPort = ends.localPort;
    this.localFamily = ends.localFamily;
    this.#onDestroyed = onDestroyed;
  }

  destroy(error?: Error): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.readable = false;
    this.writable = false;
    this.#onDestroyed(error);
    process.nextTick(() => this.emit('close', error !== undefined));
    return this;
  }

  end(): this {
    return this.destroy();
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
function asSocket(socket: NoSocket): Socket {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return socket as unknown as Socket;
}

/** What `writeHead` does to a response, but for making its text. */
function writeHead(response: ServerResponse, status: number, rest: readonly unknown[]): ServerResponse {
  if (response.headersSent) {
    throw Object.assign(new Error('Cannot write headers after they are sent to the client'), {
      code: 'ERR_HTTP_HEADERS_SENT',
    });
  }
  if (!Number.isInteger(status) || status < 100 || status > 999) {
    throw Object.assign(new RangeError(`Invalid status code: ${String(status)}`), {
      code: 'ERR_HTTP_INVALID_STATUS_CODE',
    });
  }
  const [first, second] = rest;
  response.statusCode = status;
  if (typeof first === 'string') response.statusMessage = first;
  for (const [name, value] of headerPairs(typeof first === 'string' ? second : first)) {
    if (isHeaderValue(value)) response.setHeader(name, value);
  }
  // From now on `headersSent` is true, and no header can be set any more.
  return Object.assign(response, { _header: 'sent' });
}

/** Node takes an object, a list of pairs, or names and values by turns. */
function headerPairs(headers: unknown): readonly (readonly [string, unknown])[] {
  if (typeof headers !== 'object' || headers === null) return [];
  if (!Array.isArray(headers)) return Object.entries(headers);
  const list: readonly unknown[] = headers;
  if (list.every((pair) => Array.isArray(pair)))
    return list.map((pair: readonly unknown[]) => [String(pair[0]), pair[1]]);
  return list.flatMap((name, index) => (index % 2 === 0 ? [[String(name), list[index + 1]] as const] : []));
}

function isHeaderValue(value: unknown): value is string | number | readonly string[] {
  return typeof value === 'string' || typeof value === 'number' || Array.isArray(value);
}

/** As a parser would have left them: names as sent, names in lower case. */
function fillHead(request: IncomingMessage, wire: EdgeRequest, bytes: number): void {
  const headers: Record<string, string> = { host: 'edge.petrel', 'accept-encoding': 'identity' };
  for (const name of Object.keys(wire.headers)) headers[name] = wire.headers[name] ?? '';
  if (bytes > 0) headers['content-length'] = String(bytes);
  headers['connection'] = 'keep-alive';
  request.method = wire.method;
  request.url = wire.path;
  request.httpVersion = '1.1';
  request.httpVersionMajor = 1;
  request.httpVersionMinor = 1;
  request.headers = headers;
  for (const name of Object.keys(headers)) request.rawHeaders.push(name, headers[name] ?? '');
}

/**
 * One request and its answer, handed to a handler as the objects that Node would have made, without a connection.
 *
 * Express puts prototypes of its own under both objects (which stand on Node's), so everything that differs from
 * Node's is a property of the object itself. Node's prototypes are never touched.
 */
export class InjectedExchange {
  readonly #enter: Enter;
  readonly #socket: NoSocket;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #chunks: Buffer[] = [];
  readonly #settle: {
    readonly resolve: (answer: EdgeAnswer) => void;
    readonly reject: (error: Error) => void;
  };
  #open = true;

  constructor(
    wire: EdgeRequest,
    ends: Ends,
    enter: Enter,
    settle: { readonly resolve: (answer: EdgeAnswer) => void; readonly reject: (error: Error) => void },
  ) {
    this.#enter = enter;
    this.#settle = settle;
    this.#socket = new NoSocket(ends, (error) => this.#broken(error));
    const request = new IncomingMessage(asSocket(this.#socket));
    const body = typeof wire.body === 'string' ? Buffer.from(wire.body) : Buffer.from(wire.body);
    fillHead(request, wire, body.length);
    if (body.length > 0) request.push(body);
    request.push(null);
    request.complete = true;
    this.#request = request;
    this.#response = this.#catchAnswer(new ServerResponse(request));
    this.#insideEvents(request);
  }

  start(
    handler: (request: IncomingMessage, response: ServerResponse) => void,
    responseEvents: boolean,
  ): void {
    if (responseEvents) this.#insideEvents(this.#response);
    this.#enter(() => handler(this.#request, this.#response));
  }

  /** The connection ends under the handler. */
  breakOff(): void {
    this.#socket.destroy();
  }

  /** All events belong to their exchange, whoever emits them. */
  #insideEvents(emitter: EventEmitter): void {
    const enter = this.#enter;
    const emit = emitter.emit.bind(emitter);
    emitter.emit = (event: string | symbol, ...values: unknown[]) => enter(() => emit(event, ...values));
  }

  #broken(error: Error | undefined): void {
    if (this.#open) {
      this.#open = false;
      this.#settle.reject(error ?? new Error('The handler closed the connection instead of answering.'));
    }
    if (!this.#request.readableEnded) this.#request.destroy();
    const response = this.#response;
    if (!response.writableFinished) response.destroyed = true;
    process.nextTick(() => response.emit('close'));
  }

  #catchAnswer(response: ServerResponse): ServerResponse {
    response.sendDate = false;
    const begin = (): void => {
      if (!response.headersSent) response.writeHead(response.statusCode);
    };
    const take = (chunk: Chunk, encoding: unknown): void => {
      const text = typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8';
      this.#chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, text) : Buffer.from(chunk));
    };
    Object.assign(response, {
      socket: this.#socket,
      connection: this.#socket,
      // Node makes the text of the head here; the answer takes the headers as they stand.
      writeHead: (status: number, ...rest: readonly unknown[]) => writeHead(response, status, rest),
      flushHeaders: begin,
      write: (chunk: Chunk, encoding?: unknown, done?: unknown): boolean => {
        begin();
        take(chunk, encoding);
        const callback = typeof encoding === 'function' ? encoding : done;
        if (typeof callback === 'function') process.nextTick(callback);
        return true;
      },
      end: (chunk?: unknown, encoding?: unknown, done?: unknown): ServerResponse => {
        if (response.writableEnded) return response;
        const callback = [chunk, encoding, done].find((value): value is Done => typeof value === 'function');
        const last = typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk : null;
        if (last !== null) take(last, encoding);
        if (!response.headersSent) this.#frame(response);
        begin();
        this.#finish(response, callback);
        return response;
      },
      destroy: (error?: Error): ServerResponse => {
        this.#socket.destroy(error);
        return response;
      },
    });
    return response;
  }

  /** What Node adds by itself when a whole answer is at hand. */
  #frame(response: ServerResponse): void {
    if (response.hasHeader('content-length') || response.hasHeader('transfer-encoding')) return;
    if (isBodiless(response.statusCode)) return;
    response.setHeader('content-length', this.#bytes());
  }

  #bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  }

  #finish(response: ServerResponse, callback: Done | undefined): void {
    response.finished = true;
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(response.getHeaders())) {
      headers[name] = Array.isArray(value) ? value.join(', ') : String(value);
    }
    const hasBody = this.#request.method !== 'HEAD' && !isBodiless(response.statusCode);
    const [first] = this.#chunks;
    const whole = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    const answer = { status: response.statusCode, headers, ...(hasBody ? answerBody(whole) : { body: '' }) };
    process.nextTick(() => {
      response.emit('finish');
      callback?.();
      response.emit('close');
      if (!this.#open) return;
      this.#open = false;
      this.#settle.resolve(answer);
    });
  }
}
