import type { Abandon, Answer, ClientEnd, Request } from '../net/index.ts';
import type { Fetch, FetchInit, FetchResponse } from './ports.ts';

/** WHATWG's, beside the network's own `Request`. */
const GlobalRequest = globalThis.Request;

/** What a fetch hands to the network, before anybody knows which reading it is for. */
export type OutgoingRequest = Omit<Request, 'timestamp'>;

/** Sends, and returns how to give up. */
export type SendRequest = (request: OutgoingRequest, client: ClientEnd) => Abandon;

/** As undici words and nests it, so that clients that look at the cause find what they look for. */
function fetchFailed(code: 'ECONNREFUSED' | 'ECONNRESET' | 'ENOTFOUND', message: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const lowered: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) lowered[name.toLowerCase()] = value;
  return lowered;
}

function responseFrom(answer: Answer): FetchResponse {
  const { status, headers, body } = answer;
  return {
    status,
    ok: status >= 200 && status <= 299,
    headers: { get: (name) => headers[name.toLowerCase()] ?? null },
    text: () => Promise.resolve(body),
    json: () => new Promise((resolve) => resolve(JSON.parse(body))),
  };
}

interface Exchange<Response> {
  readonly url: string;
  readonly request: Omit<OutgoingRequest, 'path'>;
  readonly signal: AbortSignal | undefined;
  readonly edgeUrl: string;
  readonly send: SendRequest;
  /** Something that waits for the promise is about to run. */
  readonly unsettle: () => void;
  readonly makeResponse: (answer: Answer) => Response;
}

function exchange<Response>(options: Exchange<Response>): Promise<Response> {
  const { url, request, signal, edgeUrl, send, unsettle, makeResponse } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const target = new URL(url);
    if (target.host !== new URL(edgeUrl).host) {
      reject(
        fetchFailed('ENOTFOUND', `getaddrinfo ENOTFOUND ${target.hostname}: only ${edgeUrl} exists here`),
      );
      return;
    }
    const settle = (end: () => void): void => {
      signal?.removeEventListener('abort', onAbort);
      unsettle();
      end();
    };
    const abandon = send(
      { ...request, path: target.pathname + target.search },
      {
        answered: (answer) => settle(() => resolve(makeResponse(answer))),
        refused: () => settle(() => reject(fetchFailed('ECONNREFUSED', 'connect ECONNREFUSED'))),
        reset: () => settle(() => reject(fetchFailed('ECONNRESET', 'read ECONNRESET'))),
      },
    );
    const onAbort = (): void => {
      abandon('timeout');
      settle(() => reject(signal?.reason));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

export interface SimulatedFetchOptions {
  /** The one place that can be reached. */
  readonly edgeUrl: string;
  readonly send: SendRequest;
  readonly unsettle: () => void;
}

/** The `fetch` port of a device: what telemetry clients use of it, and no more. */
export function createFetch(options: SimulatedFetchOptions): Fetch {
  return (url, init: FetchInit) =>
    exchange({
      ...options,
      url,
      request: { method: init.method, headers: lowerCased(init.headers), body: init.body ?? '' },
      signal: init.signal,
      makeResponse: responseFrom,
    });
}

/** The global `fetch` for code that uses that: takes all that the real one takes, answers with a real Response. */
export function createGlobalFetch(options: SimulatedFetchOptions): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new GlobalRequest(input, init);
    const body = await request.text();
    return exchange({
      ...options,
      url: request.url,
      request: { method: request.method, headers: Object.fromEntries(request.headers), body },
      signal: init?.signal ?? (input instanceof GlobalRequest ? input.signal : undefined),
      makeResponse: ({ status, headers, body: text }) =>
        // These statuses must have no body, or Response throws.
        new Response([204, 205, 304].includes(status) ? null : text, { status, headers }),
    });
  };
}
