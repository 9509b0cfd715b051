import { once } from 'node:events';
import { connect } from 'node:net';
import { reasonOf } from '../reason-of.ts';
import { UsageError } from '../usage-error.ts';

const PATIENCE_MS = 5_000;
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * Resolves when somebody takes a connection at this address; what is said over it is for the run to find out.
 * @throws {UsageError} when nobody does: a run would go on for its whole time, and tell of an edge that loses everything
 */
export async function somebodyThere({ protocol, hostname, port, href }: URL): Promise<void> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket = connect({ host, port: port === '' ? (PORTS[protocol] ?? 80) : Number(port) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw new UsageError(
      `--url ${href}: nobody takes a connection there (${reasonOf(error)}); start the edge first.`,
    );
  } finally {
    socket.destroy();
  }
}
