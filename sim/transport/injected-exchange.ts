import type { EventEmitter } from 'node:events';
import { ServerResponse } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { EdgeAnswer, EdgeRequest, MessageClasses } from '../../ports/index.ts';
import { answerBody } from './answer-body.ts';
import { callHandler } from './call-handler.ts';
import { asSocket } from './no-socket.ts';
import type { NoSocket } from './no-socket.ts';
import type { Connection, Enter, Receiver } from './transport.ts';
import { onUnreadAnswer } from './unread-answer.ts';

/** What can be a body on a response. */
type Chunk = string | Uint8Array;
type Done = (error?: Error | null) => void;

/** Statuses that never have a body, whatever the handler writes. */
function isBodiless(status: number): boolean {
  return status < 200 || status === 204 || status === 304;
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

/** What Node does where the socket is destroyed: it throws nothing, and tells the callback where there is one. */
function byNode(method: 'write' | 'end', response: ServerResponse, given: readonly unknown[]): unknown {
  return Reflect.apply(ServerResponse.prototype[method], response, given);
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

/** How the body of an exchange comes, and who is told how it ends. */
interface Settle {
  /** How much of the body comes at once, from 0 to 1; null: all of it. */
  readonly share: number | null;
  readonly resolve: (answer: EdgeAnswer) => void;
  readonly reject: (error: Error) => void;
  /** Nothing waits for it any more; it may resolve all the same. */
  readonly hungUp: () => void;
}

/**
 * One request and its answer, handed to a handler as the objects that Node would have made, without a connection.
 *
 * Express puts prototypes of its own under both objects (which stand on Node's), so everything that differs from
 * Node's is a property of the object itself. Node's prototypes are never touched.
 */
export class InjectedExchange implements Connection {
  readonly #enter: Enter;
  readonly #socket: NoSocket;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #chunks: Buffer[] = [];
  readonly #settle: Settle;
  /** The rest of the body; null: it is there. */
  #rest: Buffer | null = null;
  #open = true;
  /** Once it is on its way: whatever the handler does to the response then. */
  #answer: EdgeAnswer | null = null;
  #isDead = false;

  constructor(wire: EdgeRequest, socket: NoSocket, messages: MessageClasses, enter: Enter, settle: Settle) {
    this.#enter = enter;
    this.#settle = settle;
    this.#socket = socket;
    socket.givenTo((error) => this.#broken(error));
    const request = new messages.IncomingMessage(asSocket(this.#socket));
    const body = typeof wire.body === 'string' ? Buffer.from(wire.body) : Buffer.from(wire.body);
    fillHead(request, wire, body.length);
    this.#request = request;
    if (settle.share === null) this.#arrive(body);
    else {
      const there = Math.floor(settle.share * body.length);
      this.#rest = body.subarray(there);
      enter(() => there > 0 && request.push(body.subarray(0, there)));
    }
    this.#response = this.#catchAnswer(new messages.ServerResponse(request));
    this.#insideEvents(request);
  }

  start(handler: Receiver['handler'], responseEvents: boolean): void {
    if (responseEvents) this.#insideEvents(this.#response);
    callHandler(handler, this.#enter, this.#request, this.#response);
  }

  /** The connection ends under the handler. */
  breakOff(): void {
    this.#socket.destroy();
  }

  rest(): void {
    const rest = this.#rest;
    if (rest === null || this.#isDead) return;
    this.#rest = null;
    this.#arrive(rest);
  }

  /** The last of the body. Within: the ticks that this sets going tell the listeners of the handler, whose errors are its own. */
  #arrive(last: Buffer): void {
    const request = this.#request;
    this.#enter(() => {
      if (last.length > 0) request.push(last);
      request.push(null);
    });
    request.complete = true;
  }

  /** In a turn of its own, as what comes from a socket: nobody of ours stands above what listeners throw. */
  hangUp(): void {
    this.#settle.hungUp();
    process.nextTick(() => {
      this.#socket.hungUp(() => {
        if (this.#open) onUnreadAnswer(this.#response, (answer) => this.#resolve(answer));
        this.#closed();
      });
    });
  }

  /** All events belong to their exchange, whoever emits them. */
  #insideEvents(emitter: EventEmitter): void {
    const enter = this.#enter;
    const emit = emitter.emit.bind(emitter);
    emitter.emit = (event: string | symbol, ...values: unknown[]) => enter(() => emit(event, ...values));
  }

  #broken(error: Error | undefined): void {
    if (this.#answer !== null) this.#resolve(this.#answer);
    if (this.#open) {
      this.#open = false;
      this.#settle.reject(error ?? new Error('The handler closed the connection instead of answering.'));
    }
    process.nextTick(() => this.#closed());
  }

  #resolve(answer: EdgeAnswer): void {
    if (!this.#open) return;
    this.#open = false;
    this.#settle.resolve(answer);
  }

  /** What Node does to a request and its response when their socket has closed. */
  #closed(): void {
    this.#isDead = true;
    this.#request.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
    this.#closeResponse();
  }

  #closeResponse(): void {
    const response = this.#response;
    if (response.closed) return;
    Object.assign(response, { destroyed: true, _closed: true });
    response.emit('close');
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
      write: (chunk: Chunk, encoding?: unknown, done?: unknown): unknown => {
        if (this.#isDead) return byNode('write', response, [chunk, encoding, done]);
        begin();
        take(chunk, encoding);
        const callback = typeof encoding === 'function' ? encoding : done;
        if (typeof callback === 'function') process.nextTick(callback);
        return true;
      },
      end: (chunk?: unknown, encoding?: unknown, done?: unknown): unknown => {
        if (this.#isDead) return byNode('end', response, [chunk, encoding, done]);
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
        // It has let go of its socket once all is written.
        if (this.#answer === null) this.#socket.destroy(error);
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
      this.#answer = answer;
      Object.assign(response, { socket: null, connection: null });
      // Node tells by its socket that all is written, and from 24 on by a mark that only it can make.
      if (!response.writableFinished) Object.defineProperty(response, 'writableFinished', { value: true });
      response.emit('finish');
      callback?.();
      this.#closeResponse();
      this.#resolve(answer);
    });
  }
}
