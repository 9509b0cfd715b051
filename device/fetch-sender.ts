import { CORRELATION_ID_HEADER, RETRY_AFTER_HEADER } from '../protocol/index.ts';
import { AnswerTooLong, readText } from './read-text.ts';
import type {
  Fetch,
  NoAnswerReason,
  PlainClock,
  Send,
  SendOutcome,
  SendRequest,
  TimerHandle,
} from '../ports/index.ts';

const REASONS: ReadonlyMap<string, NoAnswerReason> = new Map([
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['ENOTFOUND', 'unreachable'],
  ['EAI_AGAIN', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EPROTO', 'insecure'],
]);

/** Codes of OpenSSL, of Node's checks of names and versions, and of certificates that are not believed. */
const INSECURE = /^ERR_(?:TLS|SSL)_|CERT|^UNABLE_TO_|_CRL_|ISSUER|SIGNATURE/;

/** Node's fetch hides what went wrong behind `TypeError: fetch failed`: what there is to tell stands in a cause of it. */
function* causesOf(error: unknown): Generator<Error> {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    yield at;
    // One for each address of a name.
    if (at instanceof AggregateError && at.errors[0] instanceof Error) yield at.errors[0];
  }
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function reasonOf(error: unknown): NoAnswerReason {
  if (error instanceof AnswerTooLong) return 'too_long';
  for (const cause of causesOf(error)) {
    const code = codeOf(cause);
    const reason = REASONS.get(code);
    if (reason !== undefined) return reason;
    if (INSECURE.test(code)) return 'insecure';
  }
  return 'failed';
}

const CAUSE_LENGTH_MAX = 200;

/** The innermost cause in one line: `ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:9`. */
function causeOf(error: unknown): string {
  const inner = [...causesOf(error)].at(-1);
  if (inner === undefined) return String(error).slice(0, CAUSE_LENGTH_MAX);
  const code = codeOf(inner);
  const message = inner.message.replaceAll(/\s+/g, ' ');
  return (code === '' || message.startsWith(code) ? message : `${code}: ${message}`).slice(
    0,
    CAUSE_LENGTH_MAX,
  );
}

export interface FetchSenderOptions {
  readonly fetch: Fetch;
  readonly clock: PlainClock;
  /** Whether it hands on what the transport says of a failure. What that is depends on the transport. Default: false. */
  readonly tellsCauses?: boolean;
  /** Bytes, decoded, that are read of an answer at most; default `ANSWER_BYTES_MAX`. */
  readonly answerBytesMax?: number;
}

/** One transmission. A class, because closures made for each request cost more than what they do. */
class Transmission {
  readonly #request: SendRequest;
  readonly #done: (outcome: SendOutcome) => void;
  readonly #clock: PlainClock;
  readonly #options: FetchSenderOptions;
  readonly #controller = new AbortController();
  readonly #timer: TimerHandle;
  #open = true;

  constructor(options: FetchSenderOptions, request: SendRequest, done: (outcome: SendOutcome) => void) {
    const { clock } = options;
    this.#clock = clock;
    this.#options = options;
    this.#request = request;
    this.#done = done;
    this.#timer = clock.setTimeout(() => this.#timeOut(), request.timeoutMs);
  }

  /** `done` runs outside the reach of the rejection handler: a fault in the client is no failed attempt. */
  start(): void {
    void this.#exchange()
      .catch((error: unknown): SendOutcome => this.#failed(error))
      .then((outcome) => this.#finish(outcome));
  }

  cancel(): void {
    if (this.#close()) this.#controller.abort(new Error('the device stopped'));
  }

  #failed(error: unknown): SendOutcome {
    const failed = { kind: 'no-answer', reason: reasonOf(error) } as const;
    return this.#options.tellsCauses === true ? { ...failed, cause: causeOf(error) } : failed;
  }

  async #exchange(): Promise<SendOutcome> {
    const { fetch, answerBytesMax } = this.#options;
    const { url, correlationId, body } = this.#request;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [CORRELATION_ID_HEADER]: correlationId },
      body,
      signal: this.#controller.signal,
      redirect: 'manual',
    });
    const text = await readText(response, answerBytesMax);
    const retryAfter = response.headers.get(RETRY_AFTER_HEADER);
    const contentType = response.headers.get('content-type');
    return { kind: 'answered', status: response.status, retryAfter, contentType, body: text };
  }

  #timeOut(): void {
    if (!this.#close()) return;
    this.#controller.abort(new Error(`no answer within ${this.#request.timeoutMs} ms`));
    this.#done({ kind: 'no-answer', reason: 'timeout' });
  }

  /** What comes after the end (a late answer, the rejection that the abort causes) finds it closed. */
  #finish(outcome: SendOutcome): void {
    if (this.#close()) this.#done(outcome);
  }

  #close(): boolean {
    const wasOpen = this.#open;
    this.#open = false;
    this.#clock.clearTimeout(this.#timer);
    return wasOpen;
  }
}

/**
 * A `Send` over a WHATWG `fetch`: one POST of the body as JSON. The timeout spans the whole exchange, the body of the
 * answer included, and gives the attempt up through the AbortSignal.
 */
export function createFetchSender(options: FetchSenderOptions): Send {
  return (request, done) => {
    const transmission = new Transmission(options, request, done);
    transmission.start();
    return () => transmission.cancel();
  };
}
