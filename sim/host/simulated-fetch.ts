import type { Answer, ClientEnd, Request, Sent } from '../net/index.ts';
import type { Fetch, FetchInit, FetchResponse } from '../../ports/index.ts';

/** What a fetch hands to the network, before anybody knows which reading it is for. */
export type OutgoingRequest = Omit<Request, 'timestamp'> & {
  /** The reading it is for, where the client says so. */
  readonly reading?: number;
};

/** Sends, and returns how to give up. */
export type SendRequest = (request: OutgoingRequest, client: ClientEnd) => Sent;

/** As undici words and nests it, so that clients that look at the cause find what they look for. */
function fetchFailed(code: 'ECONNREFUSED' | 'ECONNRESET' | 'ENOTFOUND', message: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const lowered: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) lowered[name.toLowerCase()] = value;
  return lowered;
}

/** What telemetry clients use of a Response. */
class SimulatedResponse implements FetchResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  readonly #body: string;

  constructor({ status, headers, body }: Answer) {
    this.status = status;
    this.ok = status >= 200 && status <= 299;
    this.headers = new SimulatedHeaders(headers);
    this.#body = body;
  }

  text(): Promise<string> {
    return Promise.resolve(this.#body);
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#body);
  }
}

class SimulatedHeaders {
  readonly #headers: Readonly<Record<string, string>>;

  constructor(headers: Readonly<Record<string, string>>) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    return this.#headers[name.toLowerCase()] ?? null;
  }
}

/** Promise of one exchange, and its way through the network. */
class Exchange<Response> implements ClientEnd {
  readonly #unsettle: () => void;
  readonly #makeResponse: (answer: Answer) => Response;
  readonly #resolve: (response: Response) => void;
  readonly #reject: (reason: unknown) => void;
  #signal: AbortSignal | undefined;
  #sent: Sent | null = null;

  constructor(
    options: { readonly unsettle: () => void; readonly makeResponse: (answer: Answer) => Response },
    resolve: (response: Response) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#unsettle = options.unsettle;
    this.#makeResponse = options.makeResponse;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(send: SendRequest, request: OutgoingRequest, signal: AbortSignal | undefined): void {
    this.#signal = signal;
    this.#sent = send(request, this);
    signal?.addEventListener('abort', this, { once: true });
  }

  /** Of the signal: the client waits no longer. */
  handleEvent(): void {
    this.#sent?.abandon('timeout');
    this.#close();
    this.#reject(this.#signal?.reason);
  }

  answered(answer: Answer): void {
    this.#close();
    this.#resolve(this.#makeResponse(answer));
  }

  refused(): void {
    this.#close();
    this.#reject(fetchFailed('ECONNREFUSED', 'connect ECONNREFUSED'));
  }

  reset(): void {
    this.#close();
    this.#reject(fetchFailed('ECONNRESET', 'read ECONNRESET'));
  }

  /** Something that waits for the promise is about to run. */
  #close(): void {
    this.#signal?.removeEventListener('abort', this);
    this.#unsettle();
  }
}

export interface SimulatedFetchOptions {
  /** The one place that can be reached. */
  readonly edgeUrl: string;
  readonly send: SendRequest;
  readonly unsettle: () => void;
}

interface Call<Response> {
  readonly url: string;
  readonly request: Omit<OutgoingRequest, 'path'>;
  readonly signal: AbortSignal | undefined;
  readonly makeResponse: (answer: Answer) => Response;
}

type Router = (url: string) => string | null;

/** By the URL of the edge: a whole fleet has the same. */
const ROUTERS = new Map<string, Router>();

function routerTo(edgeUrl: string): Router {
  const router = ROUTERS.get(edgeUrl) ?? createRouter(edgeUrl);
  ROUTERS.set(edgeUrl, router);
  return router;
}

/** Path and query of a URL on the edge's host; null for any other host. The usual URL is not parsed again. */
function createRouter(edgeUrl: string): Router {
  const edge = new URL(edgeUrl);
  const usualPath = edge.pathname + edge.search;
  return (url) => {
    if (url === edgeUrl) return usualPath;
    const target = new URL(url);
    return target.host === edge.host ? target.pathname + target.search : null;
  };
}

function createCaller(options: SimulatedFetchOptions): <Response>(call: Call<Response>) => Promise<Response> {
  const { edgeUrl, send, unsettle } = options;
  const route = routerTo(edgeUrl);
  return <Response>({ url, request, signal, makeResponse }: Call<Response>) =>
    new Promise<Response>((resolve, reject) => {
      signal?.throwIfAborted();
      const path = route(url);
      if (path === null) {
        const { hostname } = new URL(url);
        throw fetchFailed('ENOTFOUND', `getaddrinfo ENOTFOUND ${hostname}: only ${edgeUrl} exists here`);
      }
      new Exchange<Response>({ unsettle, makeResponse }, resolve, reject).start(
        send,
        { ...request, path },
        signal,
      );
    });
}

/** The `fetch` port of a device: what telemetry clients use of it, and no more. */
export function createFetch(options: SimulatedFetchOptions): Fetch {
  const call = createCaller(options);
  return (url, init: FetchInit) =>
    call({
      url,
      request: { method: init.method, headers: lowerCased(init.headers), body: init.body ?? '' },
      signal: init.signal,
      makeResponse: (answer) => new SimulatedResponse(answer),
    });
}

/** The global `fetch` for code that uses that: takes all that the real one takes, answers with a real Response. */
export function createGlobalFetch(options: SimulatedFetchOptions): typeof globalThis.fetch {
  const call = createCaller(options);
  // WHATWG's, beside the network's own `Request`. Not sooner: the first to name it makes Node load its whole fetch.
  const GlobalRequest = globalThis.Request;
  return async (input, init) => {
    const request = new GlobalRequest(input, init);
    const body = await request.text();
    return call({
      url: request.url,
      request: { method: request.method, headers: Object.fromEntries(request.headers), body },
      signal: init?.signal ?? (input instanceof GlobalRequest ? input.signal : undefined),
      makeResponse: ({ status, headers, body: text }) =>
        // These statuses must have no body, or Response throws.
        new Response([204, 205, 304].includes(status) ? null : text, { status, headers }),
    });
  };
}
