import { CORRELATION_ID_HEADER, RETRY_AFTER_HEADER } from '../protocol/index.ts';
import { readText } from './read-text.ts';
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
]);

/** Node's fetch hides what went wrong behind `TypeError: fetch failed`: the code stands in a cause of it. */
function reasonOf(error: unknown): NoAnswerReason {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    if ('code' in at && typeof at.code === 'string') {
      const reason = REASONS.get(at.code);
      if (reason !== undefined) return reason;
    }
    at = 'cause' in at ? at.cause : null;
  }
  return 'failed';
}

/** One transmission. A class, because closures made for each request cost more than what they do. */
class Transmission {
  readonly #request: SendRequest;
  readonly #done: (outcome: SendOutcome) => void;
  readonly #clock: PlainClock;
  readonly #controller = new AbortController();
  readonly #timer: TimerHandle;
  #open = true;

  constructor(clock: PlainClock, request: SendRequest, done: (outcome: SendOutcome) => void) {
    this.#clock = clock;
    this.#request = request;
    this.#done = done;
    this.#timer = clock.setTimeout(() => this.#timeOut(), request.timeoutMs);
  }

  /** `done` runs outside the reach of the rejection handler: a fault in the client is no failed attempt. */
  start(fetch: Fetch): void {
    void this.#exchange(fetch)
      .catch((error: unknown): SendOutcome => ({ kind: 'no-answer', reason: reasonOf(error) }))
      .then((outcome) => this.#finish(outcome));
  }

  cancel(): void {
    if (this.#close()) this.#controller.abort(new Error('the device stopped'));
  }

  async #exchange(fetch: Fetch): Promise<SendOutcome> {
    const { url, correlationId, body } = this.#request;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [CORRELATION_ID_HEADER]: correlationId },
      body,
      signal: this.#controller.signal,
      redirect: 'manual',
    });
    const text = await readText(response);
    const retryAfter = response.headers.get(RETRY_AFTER_HEADER);
    return { kind: 'answered', status: response.status, retryAfter, body: text };
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
export function createFetchSender({
  fetch,
  clock,
}: {
  readonly fetch: Fetch;
  readonly clock: PlainClock;
}): Send {
  return (request, done) => {
    const transmission = new Transmission(clock, request, done);
    transmission.start(fetch);
    return () => transmission.cancel();
  };
}
