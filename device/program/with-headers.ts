import type { Fetch } from '../../ports/index.ts';

type Headers = Readonly<Record<string, string>>;

/** The same `fetch`, with more headers on each request, made anew each time of those that it has. */
export function withHeaders(fetch: Fetch, more: (given: Headers) => Headers): Fetch {
  return (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...more(init.headers) } });
}
