import type net from 'node:net';
import type { HostGlobals } from './scope.ts';

interface Caught {
  readonly servers: net.Server[];
  readonly waiting: ((server: net.Server) => void)[];
}

const byHost = new WeakMap<HostGlobals, Caught>();

function caughtBy(host: HostGlobals): Caught {
  const caught = byHost.get(host) ?? { servers: [], waiting: [] };
  byHost.set(host, caught);
  return caught;
}

/** A server of this host believes that it listens. */
export function catchServer(host: HostGlobals, server: net.Server): void {
  const { servers, waiting } = caughtBy(host);
  servers.push(server);
  for (const hear of waiting.splice(0)) hear(server);
}

/** Those that believe it, in the order in which they began. */
export function serversOf(host: HostGlobals): readonly net.Server[] {
  return caughtBy(host).servers;
}

/** The first of them, as soon as there is one. */
export function firstServerOf(host: HostGlobals): Promise<net.Server> {
  const { servers, waiting } = caughtBy(host);
  const [first] = servers;
  return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
}
