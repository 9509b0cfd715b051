import type { Answer } from '../net/index.ts';
import type { FetchResponse } from '../../ports/index.ts';
import { decoded } from './content-coding.ts';

/** An answer at its client, and where it came from. */
export interface Arrived {
  readonly answer: Answer;
  readonly url: string;
  readonly redirected: boolean;
  /** In place of a body that ends. */
  readonly stream?: ReadableStream<Uint8Array>;
}

/** These statuses must have no body, or Response throws. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** A body that breaks off while it is read. */
function broken(cause: unknown): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => controller.error(new TypeError('terminated', { cause })),
  });
}

function bodyOf({
  status,
  headers,
  body,
  bytes,
}: Answer): string | Uint8Array | ReadableStream<Uint8Array> | null {
  if (BODILESS.has(status)) return null;
  if (headers['content-encoding'] === undefined) return bytes ?? body;
  try {
    return decoded(bytes ?? Buffer.from(body), headers['content-encoding']);
  } catch (error) {
    return broken(error);
  }
}

/** Without its codings; null: it is not what they say. */
export function decodedBytes({ headers, body, bytes }: Answer): Uint8Array | null {
  try {
    return decoded(bytes ?? Buffer.from(body), headers['content-encoding']);
  } catch {
    return null;
  }
}

/** What Node's fetch answers. */
export function realResponse({ answer, url, redirected, stream }: Arrived): Response {
  const { status, headers } = answer;
  return from(url, redirected, new Response(stream ?? bodyOf(answer), { status, headers }));
}

/** A Response that is made by hand does not know where it is from, nor does its clone. */
function from(url: string, redirected: boolean, response: Response): Response {
  const clone = response.clone.bind(response);
  return Object.defineProperties(response, {
    url: { value: url, configurable: true },
    redirected: { value: redirected, configurable: true },
    type: { value: 'basic', configurable: true },
    clone: { value: () => from(url, redirected, clone()), configurable: true, writable: true },
  });
}

/** What telemetry clients use of a Response: made by the thousand, so without the rest, which is made when asked for. */
export class SimulatedResponse implements FetchResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  readonly url: string;
  readonly redirected: boolean;
  readonly #arrived: Arrived;
  #whole: Response | null = null;

  constructor(arrived: Arrived) {
    const { status, headers } = arrived.answer;
    this.status = status;
    this.ok = status >= 200 && status <= 299;
    this.headers = new SimulatedHeaders(headers);
    this.url = arrived.url;
    this.redirected = arrived.redirected;
    this.#arrived = arrived;
  }

  text(): Promise<string> {
    const { answer, stream } = this.#arrived;
    const { headers, body, bytes } = answer;
    const isPlain = stream === undefined && bytes === undefined && headers['content-encoding'] === undefined;
    return isPlain ? Promise.resolve(body) : this.#real.text();
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return this.#real.arrayBuffer();
  }

  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await this.arrayBuffer());
  }

  blob(): Promise<Blob> {
    return this.#real.blob();
  }

  get body(): ReadableStream<Uint8Array> | null {
    return this.#real.body;
  }

  get #real(): Response {
    this.#whole ??= realResponse(this.#arrived);
    return this.#whole;
  }
}

class SimulatedHeaders {
  readonly #headers: Readonly<Record<string, string>>;

  constructor(headers: Readonly<Record<string, string>>) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    return this.#headers[name.toLowerCase()] ?? null;
  }
}
