/** A client of HTTP as it is published, in a device of its own under `clients/`. */
export interface ClientRow {
  /** For people. */
  readonly name: string;
  /** The module under `clients/`. */
  readonly file: string;
  /** What it is of; null: Node itself. */
  readonly package: string | null;
  /** What it sends by. */
  readonly over: 'fetch' | 'sockets';
  /** Why its run is not, event by event, that of a device on `fetch`; null: it is. */
  readonly differs: string | null;
  /** Whether it is one of the few that stand for all of them where time is short. */
  readonly short: boolean;
}

function row(name: string, file: string, more: Partial<ClientRow> = {}): ClientRow {
  return { name, file, package: null, over: 'sockets', differs: null, short: false, ...more };
}

const SHORT = { short: true } as const;
const UNDICI_TIMER = 'undici sets a timer for its connections, and it is still set in the end';

export const CLIENTS: readonly ClientRow[] = [
  row('`fetch`', 'fetch', { over: 'fetch', short: true }),
  row('`node:http`', 'node-http', SHORT),
  row('`node:http`, by the time-out of the socket', 'node-http-idle-timeout'),
  row('`node:http`, an agent that keeps connections', 'node-http-agent', SHORT),
  row('`node:http`, `createConnection`', 'node-http-connection'),
  row('`node:https`', 'node-https', SHORT),
  row('`node:http2`', 'node-http2', SHORT),
  row('`node:http2`, over TLS', 'node-https2'),
  row('axios', 'axios', { package: 'axios', short: true }),
  row('axios, adapter `fetch`', 'axios-fetch', { package: 'axios', over: 'fetch' }),
  row('got', 'got', {
    package: 'got',
    short: true,
    differs: 'got gives up one millisecond later than it is told',
  }),
  row('superagent', 'superagent', { package: 'superagent', short: true }),
  row('node-fetch', 'node-fetch', { package: 'node-fetch', short: true }),
  row('needle', 'needle', { package: 'needle' }),
  row('ky', 'ky', { package: 'ky', over: 'fetch' }),
  row('wretch', 'wretch', { package: 'wretch', over: 'fetch' }),
  row('ofetch', 'ofetch', { package: 'ofetch', over: 'fetch' }),
  row('gaxios', 'gaxios', { package: 'gaxios', over: 'fetch', short: true }),
  row('@hapi/wreck', 'wreck', { package: '@hapi/wreck' }),
  row('follow-redirects', 'follow-redirects', { package: 'follow-redirects' }),
  row('typed-rest-client', 'typed-rest-client', { package: 'typed-rest-client' }),
  row('xior', 'xior', { package: 'xior', over: 'fetch' }),
  row('the AWS SDK’s `NodeHttpHandler`', 'smithy', { package: '@smithy/node-http-handler' }),
  row('the AWS SDK’s `NodeHttp2Handler`', 'smithy-http2', { package: '@smithy/node-http-handler' }),
  row('simple-get', 'simple-get', { package: 'simple-get' }),
  row('urllib', 'urllib', {
    package: 'urllib',
    differs: 'it gives up by the clock of undici, which looks every half second',
  }),
  row('undici, `request`', 'undici-request', { package: 'undici', short: true, differs: UNDICI_TIMER }),
  row('undici, `fetch`', 'undici-fetch', { package: 'undici', differs: UNDICI_TIMER }),
  row('undici, `Pool`', 'undici-pool', { package: 'undici', differs: UNDICI_TIMER }),
  row('undici, an `Agent` that allows HTTP/2, over TLS', 'undici-allow-h2', {
    package: 'undici',
    differs: UNDICI_TIMER,
  }),
  row('undici, `H2CClient`', 'undici-h2c', { package: 'undici', differs: UNDICI_TIMER }),
  row('`fetch`, by a dispatcher of undici', 'undici-dispatcher', { package: 'undici' }),
];
