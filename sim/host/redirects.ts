import type { Kernel } from '../kernel/index.ts';
import type { Answer, ClientEnd, Coming } from '../net/index.ts';
import type { SendRequest, SentOut } from './outgoing-request.ts';

interface RedirectsOptions {
  /** Of the edge: what an answer's place is relative to, by way of the request's path. */
  readonly edgeUrl: string;
  readonly kernel: Pick<Kernel, 'nowUs'>;
}

/**
 * Where answers have sent one boot of a device on to. A client follows at once: `fetch` by itself, a library over sockets, or the
 * device's own code. The request that does so need not tell which reading it is for.
 */
export class Redirects {
  readonly #options: RedirectsOptions;
  readonly #elsewhere = new Set<string>();
  #atUs = NaN;
  /** What the answers of this instant were for, by the path that they lead to; null where that could not be told. */
  readonly #readings = new Map<string, (number | null)[]>();

  constructor(options: RedirectsOptions) {
    this.#options = options;
  }

  /** The same way out, on which a request that follows an answer of this instant says so. */
  along(send: SendRequest): SendRequest {
    return (outgoing, client) => {
      const followedFrom = this.#followedFrom(outgoing.path);
      const watched = new Watched(client, (answer, reading) =>
        this.#answered(outgoing.path, answer, reading),
      );
      watched.sent = send({ ...outgoing, ...(followedFrom !== undefined && { followedFrom }) }, watched);
      return watched.sent;
    };
  }

  /** Whether these words name a host, other than the edge's, that an answer has named. */
  haveLedTo(words: string): boolean {
    return [...this.#elsewhere].some((host) => words.includes(host));
  }

  #answered(path: string, { status, headers }: Answer, reading: number | null): void {
    const { location } = headers;
    if (location === undefined || status < 300 || status > 399) return;
    const { edgeUrl, kernel } = this.#options;
    const from = new URL(path, edgeUrl).href;
    if (!URL.canParse(location, from)) return;
    const { hostname, pathname, search } = new URL(location, from);
    if (hostname !== new URL(edgeUrl).hostname) this.#elsewhere.add(hostname);
    if (this.#atUs !== kernel.nowUs) this.#readings.clear();
    this.#atUs = kernel.nowUs;
    const to = pathname + search;
    const readings = this.#readings.get(to) ?? [];
    readings.push(reading);
    this.#readings.set(to, readings);
  }

  /** The last first: `fetch` follows while it hears. Undefined: it follows none. */
  #followedFrom(path: string): number | null | undefined {
    return this.#atUs === this.#options.kernel.nowUs ? this.#readings.get(path)?.pop() : undefined;
  }
}

/** A client whose answers somebody else looks at first. */
class Watched implements ClientEnd {
  readonly #client: ClientEnd;
  readonly #look: (answer: Answer, reading: number | null) => void;
  sent: SentOut | null = null;

  constructor(client: ClientEnd, look: (answer: Answer, reading: number | null) => void) {
    this.#client = client;
    this.#look = look;
  }

  answered(answer: Answer): void {
    this.#look(answer, this.sent?.reading ?? null);
    this.#client.answered(answer);
  }

  begun(answer: Answer, coming: Coming): void {
    this.#look(answer, this.sent?.reading ?? null);
    this.#client.begun(answer, coming);
  }

  refused(): void {
    this.#client.refused();
  }

  reset(): void {
    this.#client.reset();
  }
}
