import net from 'node:net';
import { connectionTo } from './host-network.ts';
import type { HostNetwork, Place, Reach, Resolved } from './host-network.ts';
import { placeOfUrl } from './simulated-fetch.ts';

/** Servers of the real world that code under test may reach. */
export interface AllowedPlaces {
  has(place: Place): boolean;
  /** On any port. */
  hasHost(host: string): boolean;
}

/** All the names that a machine has for itself. */
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

function nameOf(host: string): string {
  return LOOPBACK.has(host.toLowerCase()) ? 'localhost' : host.toLowerCase();
}

/** Of `host:port`, each as it is written on the command line. */
export function allowedPlaces(places: readonly Place[]): AllowedPlaces {
  const all = new Set(places.map(({ host, port }) => `${nameOf(host)} ${port}`));
  const hosts = new Set(places.map(({ host }) => nameOf(host)));
  return {
    has: ({ host, port }) => all.has(`${nameOf(host)} ${port}`),
    hasHost: (host) => hosts.has(nameOf(host)),
  };
}

export interface OutsideNetworkOptions {
  readonly allowed: AllowedPlaces;
  readonly unsupported: (what: string, remedy: string | null) => void;
}

/** What is left of the real world for a host: the servers that are allowed, and the names of its own machine. */
export class OutsideNetwork implements HostNetwork {
  readonly #options: OutsideNetworkOptions;

  constructor(options: OutsideNetworkOptions) {
    this.#options = options;
  }

  reach(place: Place): Reach {
    return this.#options.allowed.has(place) ? 'real' : 'nowhere';
  }

  resolve(name: string): Resolved {
    if (net.isIP(name) !== 0) return { kind: 'address', address: name };
    if (this.#options.allowed.hasHost(name)) return { kind: 'real' };
    return nameOf(name) === 'localhost' ? { kind: 'address', address: '127.0.0.1' } : { kind: 'nowhere' };
  }

  connect(_socket: net.Socket, { host, port }: Place, _writer: () => HostNetwork | null): void {
    throw new Error(`Nothing in memory is at ${host}:${port}.`);
  }

  get spareConnections(): number {
    return 0;
  }

  unsupported(what: string, remedy?: string): void {
    this.#options.unsupported(what, remedy ?? null);
  }
}

/** The `fetch` of a host that reaches nobody by it. */
export function fetchNowhere(network: HostNetwork): typeof globalThis.fetch {
  return (input) => {
    const url = new URL(typeof input === 'object' && 'url' in input ? input.url : input);
    network.unsupported(...connectionTo(placeOfUrl(url)));
    const message = `getaddrinfo ENOTFOUND ${url.hostname}`;
    return Promise.reject(
      new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code: 'ENOTFOUND' }) }),
    );
  };
}
