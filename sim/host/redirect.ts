import type { Answer } from '../net/index.ts';
import type { OutgoingRequest } from './outgoing-request.ts';

/** A request that a fetch makes on its way to an answer. */
export interface Hop {
  readonly url: string;
  readonly request: Omit<OutgoingRequest, 'path'>;
}

export type RedirectMode = 'follow' | 'error' | 'manual';

/** Where an answer sends the client: nowhere, on, or into an error. */
export type Redirect =
  | { readonly kind: 'none' }
  | { readonly kind: 'on'; readonly hop: Hop }
  | { readonly kind: 'failed'; readonly why: string };

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export const REDIRECTS_MAX = 20;

/** Of a body that is not sent again. */
const BODY_HEADERS: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-type',
]);

/** For the eyes of the one they were meant for. */
const PRIVATE_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'host',
  'proxy-authorization',
]);

export interface RedirectOptions {
  readonly mode: RedirectMode;
  /** Redirects that were followed to get here. */
  readonly followed: number;
  /** Whether the body can be sent once more; a stream can't. */
  readonly replayable: boolean;
}

/** The step "HTTP-redirect fetch" of WHATWG's Fetch, as Node takes it: `manual` gives the answer as it stands. */
export function redirectOf(
  { url, request }: Hop,
  { status, headers }: Answer,
  options: RedirectOptions,
): Redirect {
  const { mode, followed, replayable } = options;
  if (mode === 'manual' || !REDIRECTS.has(status)) return { kind: 'none' };
  if (mode === 'error') return { kind: 'failed', why: 'unexpected redirect' };
  const { location } = headers;
  if (location === undefined) return { kind: 'none' };
  if (!URL.canParse(location, url)) return { kind: 'failed', why: 'Invalid URL' };
  const from = new URL(url);
  const to = new URL(location, url);
  if (to.hash === '') to.hash = from.hash;
  if (!/^https?:$/.test(to.protocol)) return { kind: 'failed', why: 'URL scheme must be a HTTP(S) scheme' };
  if (followed >= REDIRECTS_MAX) return { kind: 'failed', why: 'redirect count exceeded' };
  if (status !== 303 && !replayable) return { kind: 'failed', why: 'the body is a stream that was read' };
  const { method } = request;
  const becomesGet =
    (status === 303 && method !== 'GET' && method !== 'HEAD') || (status <= 302 && method === 'POST');
  const kept = Object.entries(request.headers).filter(
    ([name]) =>
      !(becomesGet && BODY_HEADERS.has(name)) && !(to.origin !== from.origin && PRIVATE_HEADERS.has(name)),
  );
  return {
    kind: 'on',
    hop: {
      url: to.href,
      request: {
        ...request,
        headers: Object.fromEntries(kept),
        ...(becomesGet && { method: 'GET', body: '', message: undefined }),
      },
    },
  };
}
