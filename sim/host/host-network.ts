import type net from 'node:net';

/** Where a connection is meant to lead. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

/** `edge`: a connection in memory. `real`: as Node makes it, for that was allowed. `nowhere`: nothing is there. */
export type Reach = 'edge' | 'real' | 'nowhere';

/** What a name stands for. */
export type Resolved =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'real' | 'nowhere' };

/** What is beyond the machine of a host, for code that opens sockets and looks names up. */
export interface HostNetwork {
  reach(place: Place): Reach;
  resolve(name: string): Resolved;
  /** For what `reach` calls `edge`. `writer`: the network of the host whose code runs when it is asked. */
  connect(socket: net.Socket, place: Place, writer: () => HostNetwork | null): void;
  /** Connections that are open beyond the most requests that were under way at once: what a pool has no use for. */
  readonly spareConnections: number;
  /** Its code tried what is not simulated: `a connection to localhost:6379`. */
  unsupported(what: string, remedy?: string): void;
}

/** What is said of code that tries to connect to where nothing is, and what lets it. */
export function connectionTo({ host, port }: Place): readonly [what: string, remedy: string] {
  const place = `${host}:${port}`;
  return [`a connection to ${place}`, `--allow-net ${place} lets it through, in real time`];
}

/** Of a host that reaches nobody, in a world that does not ask what it tries. */
export const NO_NETWORK: HostNetwork = {
  reach: () => 'nowhere',
  resolve: () => ({ kind: 'nowhere' }),
  connect: () => {
    throw new Error('A host without a network was to connect.');
  },
  spareConnections: 0,
  unsupported() {
    // Nobody asks.
  },
};
