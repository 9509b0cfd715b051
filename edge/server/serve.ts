import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { RequestListener, Server } from 'node:http';
import type { Edge } from '../create-edge.ts';
import { messageClassesOf } from '../../ports/index.ts';
import type { Log, PlainClock } from '../../ports/index.ts';
import { afterTurn } from '../../program/index.ts';
import { answerBrokenRequests } from './answer-broken-requests.ts';
import { Connections } from './connections.ts';
import { FairTurns } from './fair-turns.ts';
import { readPem } from './pem-file.ts';

/** A request that is open when the server stops gets this long: whoever stops a container kills it after ten seconds. */
const STOP_MS_MAX = 8_000;

/** A head that takes longer is given up, and so is a whole request. */
export interface RequestTimes {
  readonly headersMs: number;
  readonly requestMs: number;
}

const TIMES: RequestTimes = { headersMs: 10_000, requestMs: 15_000 };

/** Node looks after late requests each 30 s unless told: a limit of 10 s would be one of 30. */
const LOOK_MS_MAX = 500;

/** As many as may wait to be taken too: of a fleet that comes back in one instant Node would let all but 511 try again. */
const CONNECTIONS_MAX = 4_096;

export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** Who signs the certificates of devices; null: they have none. */
  readonly clientCa: string | null;
}

export interface ServeOptions {
  readonly edge: Edge;
  readonly clock: PlainClock;
  readonly log: Log;
  readonly port: number;
  readonly host: string | undefined;
  /** Default 4,096. The one that has been idle for longest gives way to a newcomer. */
  readonly connectionsMax?: number;
  readonly times?: RequestTimes;
  /** Null: in the clear. */
  readonly tls?: TlsFiles | null;
  /** Told of each answer, with the time from the head of its request to its end. */
  readonly answered?: (seconds: number, status: number) => void;
}

export interface RunningEdge {
  readonly port: number;
  /** Connections that are open. */
  readonly connections: () => number;
  /**
   * Refuses new readings, finishes what is open (for 8 s at most, then cuts it off), closes the edge. May be
   * called again, and then only waits for the first call.
   */
  readonly stop: (reason: string) => Promise<void>;
}

/** Listens, and logs `edge_started` with the real port. Rejects with Node's error when it cannot listen. */
export async function serve(options: ServeOptions): Promise<RunningEdge> {
  const { edge, clock, log, port, host } = options;
  const { connectionsMax = CONNECTIONS_MAX, times = TIMES, tls = null } = options;
  const limits = {
    headersTimeout: times.headersMs,
    requestTimeout: times.requestMs,
    connectionsCheckingInterval: Math.min(LOOK_MS_MAX, times.headersMs / 4),
    maxHeaderSize: 16_384,
    // Without a body, a line in the log and a count; the edge refuses them itself.
    requireHostHeader: false,
    ...messageClassesOf(edge.handler),
  };
  const connections = new Connections(connectionsMax);
  const take: RequestListener = (request, response) => {
    if (connections.requestBegins(request.socket, response)) edge.handler(request, response);
  };
  const server =
    tls === null
      ? createServer(limits, take)
      : createTlsServer({ ...limits, ...secrets(tls), handshakeTimeout: times.headersMs }, take);
  // Node would drop what is beyond, and with it what a header says; the edge refuses too many itself.
  server.maxHeadersCount = 0;
  const turns = new FairTurns(clock, afterTurn);
  server.on('connection', (socket) => {
    connections.add(socket);
    turns.connected();
  });
  const { answered } = options;
  server.on('request', ({ socket }, response) => {
    const begunMs = clock.monotonic();
    response.on('close', () => {
      if (!response.writableFinished) return;
      turns.answered(socket);
      answered?.((clock.monotonic() - begunMs) / 1000, response.statusCode);
    });
  });
  answerBrokenRequests(server, edge);
  const actualPort = await listen(server, port, host);
  log('info', 'edge_started', { port: actualPort });
  let stopped: Promise<void> | undefined;

  async function stop(reason: string): Promise<void> {
    log('info', 'edge_stopping', { reason });
    edge.beginDraining();
    await closeServer(server, connections, clock);
    // Those that were cut off are counted by then, and the store is not empty yet.
    await allGone(connections);
    const totals = edge.metrics();
    await edge.close();
    log('info', 'edge_stopped', { ...totals });
  }

  return {
    port: actualPort,
    connections: () => connections.size,
    stop: (reason) => (stopped ??= stop(reason)),
  };
}

async function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  server.listen({ port, backlog: CONNECTIONS_MAX, ...(host === undefined ? {} : { host }) });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** A client without a certificate may have a key instead: the edge asks later. */
function secrets({ cert, key, clientCa }: TlsFiles) {
  const own = {
    cert: readPem('tls-cert', cert),
    key: readPem('tls-key', key),
    minVersion: 'TLSv1.2',
  } as const;
  if (clientCa === null) return own;
  return { ...own, ca: readPem('tls-client-ca', clientCa), requestCert: true, rejectUnauthorized: false };
}

/** Node says that a server is closed before its sockets are, and so before their requests have ended. */
async function allGone(connections: Connections): Promise<void> {
  do await new Promise<void>((resolve) => afterTurn(resolve));
  while (connections.size > 0);
}

/** Takes no new connections; ends idle ones now, busy ones after their answer or when the time is up. */
async function closeServer(server: Server, connections: Connections, clock: PlainClock): Promise<void> {
  const timer = clock.setTimeout(() => server.closeAllConnections(), STOP_MS_MAX);
  server.close();
  connections.stop();
  await once(server, 'close');
  clock.clearTimeout(timer);
}
