import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Edge } from '../create-edge.ts';
import type { Log, PlainClock } from '../../ports/index.ts';

/** A request that is open when the server stops gets this long to finish. */
const STOP_MS_MAX = 10_000;

export interface ServeOptions {
  readonly edge: Edge;
  readonly clock: PlainClock;
  readonly log: Log;
  readonly port: number;
  readonly host: string | undefined;
}

export interface RunningEdge {
  readonly port: number;
  /**
   * Refuses new readings, finishes what is open (for 10 s at most, then cuts it off), closes the edge. May be
   * called again, and then only waits for the first call.
   */
  readonly stop: (reason: string) => Promise<void>;
}

/** Listens, and logs `edge_started` with the real port. Rejects with Node's error when it cannot listen. */
export async function serve({ edge, clock, log, port, host }: ServeOptions): Promise<RunningEdge> {
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 15_000, maxHeaderSize: 16_384 },
    edge.handler,
  );
  const actualPort = await listen(server, port, host);
  log('info', 'edge_started', { port: actualPort });
  let stopped: Promise<void> | undefined;

  async function stop(reason: string): Promise<void> {
    log('info', 'edge_stopping', { reason });
    edge.beginDraining();
    await closeServer(server, clock);
    // Before `close`, which empties the store.
    const totals = edge.metrics();
    await edge.close();
    log('info', 'edge_stopped', { ...totals });
  }

  return { port: actualPort, stop: (reason) => (stopped ??= stop(reason)) };
}

async function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  server.listen({ port, ...(host === undefined ? {} : { host }) });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Takes no new connections; ends idle ones now, busy ones after their answer or when the time is up. */
async function closeServer(server: Server, clock: PlainClock): Promise<void> {
  const timer = clock.setTimeout(() => server.closeAllConnections(), STOP_MS_MAX);
  server.close();
  await once(server, 'close');
  clock.clearTimeout(timer);
}
