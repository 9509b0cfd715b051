import type { IncomingMessage } from 'node:http';

/**
 * The body; null when it is longer than allowed; `aborted` when the connection ended first, `late` when its time was up,
 * `malformed` when what came is no HTTP.
 */
export type BodyOutcome = Uint8Array | null | 'aborted' | 'late' | 'malformed';

/** What is read of a body that is refused, for the sake of the next request on its connection. Then the connection is cut. */
export const DISCARDED_BYTES_MAX = 1_048_576;

/**
 * Collects the body, never more than `bytesMax` of it, and calls `done` once. What is left of a body that is over the limit
 * is let run to nowhere, as far as it is short.
 */
export function readBody(
  request: IncomingMessage,
  bytesMax: number,
  done: (outcome: BodyOutcome) => void,
): void {
  new BodyReader(request, bytesMax, done).start();
}

/**
 * Of a request that is answered by its head alone. Node lets run to nowhere what it brings, however much that is: a body that says
 * that it is short is left to it, any other is counted.
 */
export function discardBody(request: IncomingMessage): void {
  const { headers } = request;
  const isShort =
    headers['transfer-encoding'] === undefined &&
    !(Number(headers['content-length'] ?? 0) > DISCARDED_BYTES_MAX);
  // Whoever reads it has a limit of his own.
  if (isShort || request.listenerCount('data') > 0) return;
  let bytes = 0;
  request.on('error', () => {});
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > DISCARDED_BYTES_MAX) request.destroy();
  });
}

/** One body being read. A class, because closures made for each request were a tenth of the time of a request. */
class BodyReader {
  readonly #request: IncomingMessage;
  readonly #bytesMax: number;
  readonly #done: (outcome: BodyOutcome) => void;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #open = true;

  constructor(request: IncomingMessage, bytesMax: number, done: (outcome: BodyOutcome) => void) {
    this.#request = request;
    this.#bytesMax = bytesMax;
    this.#done = done;
  }

  start(): void {
    this.#request
      .on('data', (chunk: Buffer) => this.#take(chunk))
      .on('end', () => this.#end())
      .on('error', (error) => this.#stop(outcomeOf(error)))
      .on('close', () => this.#stop('aborted'));
    // It says itself that it is too long: no need to wait for it.
    if (Number(this.#request.headers['content-length'] ?? 0) > this.#bytesMax) this.#stop(null);
  }

  #take(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#open && this.#bytes <= this.#bytesMax) {
      this.#chunks.push(chunk);
      return;
    }
    this.#chunks.length = 0;
    this.#stop(null);
    if (this.#bytes > this.#bytesMax + DISCARDED_BYTES_MAX) this.#request.destroy();
  }

  #end(): void {
    const [first] = this.#chunks;
    this.#stop(
      this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks, this.#bytes),
    );
  }

  #stop(outcome: BodyOutcome): void {
    if (!this.#open) return;
    this.#open = false;
    this.#done(outcome);
  }
}

/** By the codes of Node and of its parser. */
function outcomeOf(error: Error): BodyOutcome {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'late';
  return code.startsWith('HPE_') ? 'malformed' : 'aborted';
}
