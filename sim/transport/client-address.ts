/** Who asks from the machine of the edge itself, as an operator does. */
export const LOOPBACK = '127.0.0.1';

/** Where clients of the network reach the edge. */
export const EDGE_ADDRESS = '10.255.255.254';
const EDGE_PORT = 80;

/** Linux gives outgoing connections a port from here on, and begins anew after so many. */
const PORT_FIRST = 32_768;
const PORTS = 28_232;

/** What Node's sockets say of the two ends of their connection. */
export interface Ends {
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly remoteFamily: 'IPv4';
  readonly localAddress: string;
  readonly localPort: number;
  readonly localFamily: 'IPv4';
}

export function endsOf(remoteAddress: string, remotePort: number): Ends {
  return {
    remoteAddress,
    remotePort,
    remoteFamily: 'IPv4',
    localAddress: remoteAddress === LOOPBACK ? LOOPBACK : EDGE_ADDRESS,
    localPort: EDGE_PORT,
    localFamily: 'IPv4',
  };
}

/** The ports of each client's connections: the same in every run, and on any machine. */
export class ClientPorts {
  readonly #opened = new Map<string, number>();

  /** For a new connection. */
  open(address: string): number {
    const opened = this.#opened.get(address) ?? 0;
    this.#opened.set(address, opened + 1);
    return PORT_FIRST + (opened % PORTS);
  }
}
