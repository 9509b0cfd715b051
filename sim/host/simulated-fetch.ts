import { isUtf8 } from 'node:buffer';
import type { Answer, ClientEnd, Coming } from '../net/index.ts';
import type { Fetch, FetchInit, FetchResponse } from '../../ports/index.ts';
import { ComingStream } from './coming-stream.ts';
import { EndlessBody } from './endless-body.ts';
import type { Place } from './host-network.ts';
import type { Kernel } from '../kernel/index.ts';
import { withoutStacks } from '../transport/index.ts';
import { withDrawnBoundary, withoutDraws } from './form-boundary.ts';
import type { SendRequest, SentOut } from './outgoing-request.ts';
import { redirectOf } from './redirect.ts';
import type { Hop, RedirectMode } from './redirect.ts';
import { decodedBytes, realResponse, SimulatedResponse } from './simulated-response.ts';
import type { Arrived } from './simulated-response.ts';

/** As undici words and nests it, so that clients that look at the cause find what they look for. */
function fetchFailed(code: 'ECONNREFUSED' | 'ECONNRESET' | 'ENOTFOUND', message: string): TypeError {
  return withoutStacks(
    () => new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) }),
  );
}

/** The same, for what breaks while a body is read. */
function brokenOff(endsEarly: boolean): TypeError {
  const [name, code, message] = endsEarly
    ? ['SocketError', 'UND_ERR_SOCKET', 'other side closed']
    : ['Error', 'ECONNRESET', 'read ECONNRESET'];
  return withoutStacks(() => {
    const cause = Object.assign(new Error(message), { name, code });
    return new TypeError('terminated', { cause });
  });
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const lowered: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) lowered[name.toLowerCase()] = value;
  return lowered;
}

/** What one call of a fetch is: its first request, and what becomes of its answer. */
interface Call<Response> {
  readonly hop: Hop;
  readonly signal: AbortSignal | undefined;
  readonly redirect: RedirectMode;
  readonly replayable: boolean;
  readonly makeResponse: (arrived: Arrived) => Response;
}

/** Promise of one call, and the way of its requests through the network. */
class Exchange<Response> implements ClientEnd {
  readonly #options: SimulatedFetchOptions;
  readonly #call: Call<Response>;
  readonly #resolve: (response: Response) => void;
  readonly #reject: (reason: unknown) => void;
  #hop: Hop;
  #followed = 0;
  #sent: SentOut | null = null;
  #endless: EndlessBody | null = null;
  #coming: ComingStream | null = null;
  /** How what is coming breaks off, if it does. */
  #endsEarly = false;

  constructor(
    options: SimulatedFetchOptions,
    call: Call<Response>,
    resolve: (response: Response) => void,
    reject: (reason: unknown) => void,
  ) {
    this.#options = options;
    this.#call = call;
    this.#hop = call.hop;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const { signal } = this.#call;
    signal?.throwIfAborted();
    this.#send();
    signal?.addEventListener('abort', this, { once: true });
  }

  /** Of the signal: the client waits no longer. */
  handleEvent(): void {
    const reason: unknown = this.#call.signal?.reason;
    this.#sent?.abandon('timeout');
    this.#close();
    this.#endless?.fail(reason);
    this.#coming?.fail(reason);
    this.#reject(reason);
  }

  answered(answer: Answer): void {
    const { redirect: mode, replayable, makeResponse } = this.#call;
    const followed = this.#followed;
    if (this.#coming !== null) {
      this.#close();
      this.#coming.end();
      return;
    }
    if (answer.endless !== undefined) {
      const endless = new EndlessBody(this.#options.kernel, answer.endless, () => this.#giveUp());
      this.#endless = endless;
      this.#options.kernel.unsettle();
      const { url } = this.#hop;
      this.#resolve(makeResponse({ answer, url, redirected: followed > 0, stream: endless.stream }));
      return;
    }
    const redirect = redirectOf(this.#hop, answer, { mode, followed, replayable });
    switch (redirect.kind) {
      case 'none':
        this.#close();
        this.#resolve(makeResponse({ answer, url: this.#hop.url, redirected: followed > 0 }));
        return;
      case 'failed':
        this.#close();
        this.#reject(new TypeError('fetch failed', { cause: new Error(redirect.why) }));
        return;
      case 'on':
        this.#followed += 1;
        this.#hop = redirect.hop;
        this.#sendOn();
        return;
      default:
        redirect satisfies never;
    }
  }

  begun(answer: Answer, coming: Coming): void {
    const { redirect: mode, replayable, makeResponse } = this.#call;
    const followed = this.#followed;
    const bytes = decodedBytes(answer);
    // Who follows an answer, or cannot read it, has use for the whole only.
    if (bytes === null || redirectOf(this.#hop, answer, { mode, followed, replayable }).kind !== 'none')
      return;
    const { kernel } = this.#options;
    this.#endsEarly = coming.closes;
    this.#coming = new ComingStream(kernel, bytes, coming, () => this.#giveUp());
    kernel.unsettle();
    const { url } = this.#hop;
    this.#resolve(makeResponse({ answer, url, redirected: followed > 0, stream: this.#coming.stream }));
  }

  refused(): void {
    this.#close();
    this.#reject(fetchFailed('ECONNREFUSED', 'connect ECONNREFUSED'));
  }

  reset(): void {
    this.#close();
    this.#coming?.fail(brokenOff(this.#endsEarly));
    this.#reject(fetchFailed('ECONNRESET', 'read ECONNRESET'));
  }

  /** The client has read enough of a body that has not come to its end. */
  #giveUp(): void {
    this.#sent?.abandon('timeout');
    this.#close();
  }

  /** Throws for a host that does not exist. */
  #send(): void {
    const { edgeUrl, send } = this.#options;
    const { url, request } = this.#hop;
    const path = routerTo(edgeUrl)(url);
    if (path === null) {
      const { hostname } = new URL(url);
      this.#options.elsewhere?.(placeOfUrl(new URL(url)));
      throw fetchFailed('ENOTFOUND', `getaddrinfo ENOTFOUND ${hostname}: only ${edgeUrl} exists here`);
    }
    this.#sent = send({ ...request, path }, this);
  }

  #sendOn(): void {
    try {
      this.#send();
    } catch (error) {
      this.#close();
      this.#reject(error);
    }
  }

  /** Something that waits for the promise is about to run. */
  #close(): void {
    this.#call.signal?.removeEventListener('abort', this);
    this.#options.kernel.unsettle();
  }
}

export interface SimulatedFetchOptions {
  /** The one place that can be reached. */
  readonly edgeUrl: string;
  readonly send: SendRequest;
  readonly kernel: Pick<Kernel, 'after' | 'unsettle'>;
  /** Told of another place that is asked for. */
  readonly elsewhere?: (place: Place) => void;
}

export function placeOfUrl({ hostname, port, protocol }: URL): Place {
  return { host: hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
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

function calling<Response>(options: SimulatedFetchOptions, call: Call<Response>): Promise<Response> {
  return new Promise<Response>((resolve, reject) => {
    new Exchange<Response>(options, call, resolve, reject).start();
  });
}

/** Whether a call is of the kind that our types know. Code without types may give all that the real fetch takes. */
function isPlain(url: unknown, init: Partial<FetchInit> | undefined): boolean {
  if (typeof url !== 'string' || init === undefined || typeof init.headers !== 'object') return false;
  const { method, headers, body } = init;
  const isText = body === undefined || typeof body === 'string';
  return isText && typeof method === 'string' && Object.getPrototypeOf(headers) === Object.prototype;
}

/** The `fetch` port of a device: what telemetry clients use of it, and what else there is by way of the global one. */
export function createFetch(options: SimulatedFetchOptions): Fetch {
  let whole: typeof globalThis.fetch | undefined;
  return (url, init: FetchInit): Promise<FetchResponse> => {
    if (!isPlain(url, init)) {
      whole ??= createGlobalFetch(options);
      return whole(url, init);
    }
    const { method, headers, body = '', signal, redirect = 'follow' } = init;
    return calling(options, {
      hop: { url, request: { method, headers: lowerCased(headers), body } },
      signal,
      redirect,
      replayable: true,
      makeResponse: (arrived) => new SimulatedResponse(arrived),
    });
  };
}

/** The signal that counts: options come before a Request, and `null` there means none. */
function signalOf(
  input: unknown,
  init: RequestInit | undefined,
  GlobalRequest: typeof Request,
): AbortSignal | undefined {
  if (init?.signal !== undefined) return init.signal ?? undefined;
  return input instanceof GlobalRequest ? input.signal : undefined;
}

/** Rejects when the client gives up; a body that is a stream may never come to its end. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

async function bytesOf(request: globalThis.Request, signal: AbortSignal | undefined): Promise<Buffer> {
  const read = request.arrayBuffer();
  return Buffer.from(await (signal === undefined ? read : Promise.race([read, aborted(signal)])));
}

function textIfAny(bytes: Buffer): string | Uint8Array {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes;
}

function isStream(body: unknown): boolean {
  return (
    typeof body === 'object' &&
    body !== null &&
    (body instanceof ReadableStream || Symbol.asyncIterator in body)
  );
}

/** The global `fetch` for code that uses that: takes all that the real one takes, answers with a real Response. */
export function createGlobalFetch(options: SimulatedFetchOptions): typeof globalThis.fetch {
  // WHATWG's, beside the network's own `Request`. Not sooner: the first to name it makes Node load its whole fetch.
  const GlobalRequest = globalThis.Request;
  return async (input, init) => {
    const make = (): globalThis.Request => new GlobalRequest(input, init);
    const request = init?.body instanceof FormData ? withoutDraws(make) : make();
    const signal = signalOf(input, init, GlobalRequest);
    signal?.throwIfAborted();
    const { url, method, redirect } = request;
    const bytes = await bytesOf(request, signal);
    const { type, body } = withDrawnBoundary(request.headers.get('content-type'), bytes);
    if (type !== null) request.headers.set('content-type', type);
    return calling(options, {
      hop: { url, request: { method, headers: Object.fromEntries(request.headers), body: textIfAny(body) } },
      signal,
      redirect,
      replayable: !isStream(init?.body),
      makeResponse: (arrived) => realResponse(arrived),
    });
  };
}
