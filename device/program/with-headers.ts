import type { Fetch } from '../../ports/index.ts';

/** The same `fetch`, with more headers on each request, asked for anew each time. */
export function withHeaders(fetch: Fetch, headers: () => Readonly<Record<string, string>>): Fetch {
  return (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...headers() } });
}
