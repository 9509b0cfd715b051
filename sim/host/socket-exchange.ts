import { isUtf8 } from 'node:buffer';
import { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Kernel } from '../kernel/index.ts';
import type { Answer, ClientEnd, Coming, Connection } from '../net/index.ts';
import { EDGE_ADDRESS } from '../transport/index.ts';
import { ComingBody } from './coming-body.ts';
import { EndlessBody } from './endless-body.ts';
import type { SendRequest, SentOut } from './outgoing-request.ts';

/** Of one connection, or of one way to write a body: the next connection has its own. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function endToEnd(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    // HTTP/2 has the first line of a request among its headers.
    if (value !== undefined && !OF_THE_CONNECTION.has(name) && !name.startsWith(':'))
      kept[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return kept;
}

/** As Node words what the system says of a connection. */
function systemError(code: string, errno: number, syscall: string, more: object = {}): Error {
  const place = syscall === 'connect' ? ` ${EDGE_ADDRESS}:80` : '';
  return Object.assign(new Error(`${syscall} ${code}${place}`), { code, errno, syscall, ...more });
}

/** A request as the servers of HTTP/1 and HTTP/2 give it. */
export interface Incoming {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  on(event: 'data', hear: (chunk: Buffer) => void): unknown;
  once(event: 'end', hear: () => void): unknown;
}

/** Its answer, as they take it. */
export interface Outgoing extends NodeJS.WritableStream {
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  /** HTTP/2 does so by itself. */
  flushHeaders?(): void;
}

/** What is known of the client while the exchange lasts. */
export interface WayBack {
  readonly connection: Connection;
  readonly onHangUp: Set<() => void>;
  /** Breaks the exchange off, and over HTTP/1 the connection with it, for this reason. */
  fail(error: Error): void;
  /** The same, as an end that comes too early and is no error of the connection. */
  endEarly(): void;
}

interface SocketExchangeOptions {
  readonly far: WayBack;
  readonly response: Outgoing;
  readonly kernel: Pick<Kernel, 'after' | 'unsettle'>;
  readonly send: SendRequest;
}

/** One request that a client wrote to a socket, and the answer that is written back. */
export class SocketExchange implements ClientEnd {
  readonly #options: SocketExchangeOptions;
  #sent: SentOut | null = null;
  #endless: EndlessBody | null = null;
  #coming: ComingBody | null = null;
  /** How what is coming breaks off, if it does. */
  #endsEarly = false;
  readonly #hungUp = (): void => {
    this.#sent?.abandon('timeout');
    this.#close();
    this.#coming?.stop();
    this.#endless?.fail(new Error('nobody reads any more'));
  };

  constructor(options: SocketExchangeOptions) {
    this.#options = options;
  }

  /** Sends the request once it has come whole. */
  receive(incoming: Incoming): void {
    const { far, response } = this.#options;
    const chunks: Buffer[] = [];
    far.onHangUp.add(this.#hungUp);
    response.once('close', this.#hungUp);
    incoming.on('data', (chunk: Buffer) => void chunks.push(chunk));
    incoming.once('end', () => {
      const { method = 'GET', url = '/', headers } = incoming;
      this.#send({
        method,
        path: pathOf(url),
        headers: endToEnd(headers),
        body: textIfAny(Buffer.concat(chunks)),
        connection: far.connection,
      });
    });
  }

  answered(answer: Answer): void {
    const { response, kernel } = this.#options;
    if (this.#coming !== null) {
      kernel.unsettle();
      this.#close();
      response.end(this.#coming.rest());
      return;
    }
    const { status } = answer;
    const kept = this.#headOf(answer);
    if (answer.endless !== undefined) {
      response.writeHead(status, kept);
      this.#endless = new EndlessBody(kernel, answer.endless, this.#hungUp);
      Readable.fromWeb(this.#endless.stream)
        .on('error', () => {})
        .pipe(response);
      return;
    }
    this.#close();
    const content = contentOf(answer);
    response.writeHead(status, {
      ...kept,
      ...(hasBody(status) && { 'content-length': String(content.length) }),
    });
    if (hasBody(status)) response.end(content);
    else response.end();
  }

  begun(answer: Answer, coming: Coming): void {
    const { response, kernel } = this.#options;
    const content = contentOf(answer);
    response.writeHead(answer.status, {
      ...this.#headOf(answer),
      'content-length': String(content.length),
    });
    response.flushHeaders?.();
    this.#endsEarly = coming.closes;
    this.#coming = new ComingBody(kernel, content, coming, (piece) => void response.write(piece));
  }

  /** The headers to write to the socket. */
  #headOf({ headers }: Answer): Record<string, string> {
    this.#options.kernel.unsettle();
    const kept = endToEnd(headers);
    // HTTP/2 has no such word.
    if (headers['connection'] === 'close' && this.#options.response instanceof ServerResponse)
      kept['connection'] = 'close';
    return kept;
  }

  refused(): void {
    // Nobody connects anew: what was open breaks.
    if (this.#options.far.connection.idleSinceUs !== null) return this.reset();
    this.#fail(systemError('ECONNREFUSED', -111, 'connect', { address: EDGE_ADDRESS, port: 80 }));
  }

  reset(): void {
    this.#coming?.stop();
    this.#fail(this.#endsEarly ? null : systemError('ECONNRESET', -104, 'read'));
  }

  #send(outgoing: Parameters<SendRequest>[0]): void {
    if (this.#options.far.onHangUp.has(this.#hungUp)) this.#sent = this.#options.send(outgoing, this);
  }

  /** Null: the connection just ends. */
  #fail(error: Error | null): void {
    const { far, kernel } = this.#options;
    this.#close();
    kernel.unsettle();
    if (error === null) far.endEarly();
    else far.fail(error);
  }

  #close(): void {
    const { far, response } = this.#options;
    far.onHangUp.delete(this.#hungUp);
    response.off('close', this.#hungUp);
    this.#sent = null;
  }
}

/** A client that takes the edge for its proxy sends the whole address. */
function pathOf(url: string): string {
  if (url.startsWith('/') || !URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function contentOf({ bytes, body }: Answer): Buffer {
  return Buffer.from(bytes ?? body);
}

function hasBody(status: number): boolean {
  return status !== 204 && status !== 304;
}

function textIfAny(bytes: Buffer): string | Uint8Array {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
}
