import type net from 'node:net';
import type { Kernel } from '../kernel/index.ts';
import { ClientPorts, EDGE_ADDRESS, endsOf } from '../transport/index.ts';
import { FarEnd } from './far-end.ts';
import type { HostNetwork, Place, Reach, Resolved } from './host-network.ts';
import { LocalServer } from './local-server.ts';
import { NearEnd } from './near-end.ts';
import { OutsideNetwork } from './outside-network.ts';
import type { OutsideNetworkOptions } from './outside-network.ts';
import type { SendRequest } from './outgoing-request.ts';
import type { Redirects } from './redirects.ts';
import { SocketExchange } from './socket-exchange.ts';
import type { Incoming, Outgoing, WayBack } from './socket-exchange.ts';

/** Of the edge, for clients that speak plainly and for those that do not. */
const EDGE_PORTS: ReadonlySet<number> = new Set([80, 443]);

export interface DeviceNetworkOptions extends OutsideNetworkOptions {
  /** The one place that can be reached. */
  readonly edgeUrl: string;
  /** Of the device. */
  readonly address: string;
  readonly send: SendRequest;
  readonly redirects: Pick<Redirects, 'haveLedTo'>;
  readonly kernel: Pick<Kernel, 'after' | 'unsettle'>;
}

/**
 * What the sockets of one boot of a device reach: the edge, by its name or its address. A connection takes no time, for
 * each request that is written to it goes through the network by itself, as one of `fetch` does.
 */
export class DeviceNetwork extends OutsideNetwork {
  readonly #options: DeviceNetworkOptions;
  readonly #edgeHost: string;
  readonly #ports = new ClientPorts();
  readonly #open = new Set<FarEnd<DeviceNetwork>>();
  #server: LocalServer | null = null;
  #requests = 0;
  #requestsMost = 0;

  constructor(options: DeviceNetworkOptions) {
    super(options);
    this.#options = options;
    this.#edgeHost = new URL(options.edgeUrl).hostname;
  }

  override reach(place: Place): Reach {
    return this.#isEdge(place.host) && EDGE_PORTS.has(place.port) ? 'edge' : super.reach(place);
  }

  override resolve(name: string): Resolved {
    return this.#isEdge(name) ? { kind: 'address', address: EDGE_ADDRESS } : super.resolve(name);
  }

  override unsupported(what: string, remedy?: string): void {
    // Where an answer has sent it, it goes without blame: that such places do not exist is the world's doing.
    if (!this.#options.redirects.haveLedTo(what)) super.unsupported(what, remedy);
  }

  override connect(socket: net.Socket, { host }: Place, writer: () => HostNetwork | null): void {
    const { address } = this.#options;
    const ends = endsOf(address, this.#ports.open(address));
    const near = new NearEnd<DeviceNetwork>(socket, () => {
      const writing = writer();
      return writing instanceof DeviceNetwork ? writing : null;
    });
    const far = new FarEnd<DeviceNetwork>(near, this, ends);
    this.#open.add(far);
    far.once('close', () => this.#open.delete(far));
    near.join(far, ends, host);
    this.#server ??= new LocalServer((what) => this.unsupported(what));
    this.#server.accept(far);
  }

  /** A request that has come over `far`, whoever made that connection. */
  serve(incoming: Incoming, response: Outgoing, far: WayBack): void {
    const { send, kernel } = this.#options;
    this.#requests += 1;
    this.#requestsMost = Math.max(this.#requestsMost, this.#requests);
    response.once('close', () => (this.#requests -= 1));
    new SocketExchange({ far, response, kernel, send }).receive(incoming);
  }

  override get spareConnections(): number {
    return Math.max(0, this.#open.size - this.#requestsMost);
  }

  /** Whoever is at the other end is gone. */
  close(): void {
    for (const far of this.#open) far.destroy();
    this.#open.clear();
  }

  #isEdge(host: string): boolean {
    return host.toLowerCase() === this.#edgeHost || host === EDGE_ADDRESS;
  }
}
