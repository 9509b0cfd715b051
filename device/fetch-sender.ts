import { CORRELATION_ID_HEADER, RETRY_AFTER_HEADER } from '../protocol/index.ts';
import type { Clock, Fetch } from './ports.ts';
import type { NoAnswerReason, Outcome, Send } from './send.ts';

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

/**
 * A `Send` over a WHATWG `fetch`: one POST of the body as JSON. The timeout spans the whole exchange, the body of the
 * answer included, and gives the attempt up through the AbortSignal.
 */
export function createFetchSender({ fetch, clock }: { readonly fetch: Fetch; readonly clock: Clock }): Send {
  return (request, done) => {
    const controller = new AbortController();
    let open = true;
    const close = (): boolean => {
      const wasOpen = open;
      open = false;
      clock.clearTimeout(timer);
      return wasOpen;
    };
    // What comes after the end (a late answer, the rejection that the abort causes) finds it closed.
    const finish = (outcome: Outcome): void => {
      if (close()) done(outcome);
    };
    const timer = clock.setTimeout(() => {
      if (!close()) return;
      controller.abort(new Error(`no answer within ${request.timeoutMs} ms`));
      done({ kind: 'no-answer', reason: 'timeout' });
    }, request.timeoutMs);

    const exchange = async (): Promise<Outcome> => {
      const response = await fetch(request.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [CORRELATION_ID_HEADER]: request.correlationId,
        },
        body: request.body,
        signal: controller.signal,
        redirect: 'manual',
      });
      const body = await response.text();
      return {
        kind: 'answered',
        status: response.status,
        retryAfter: response.headers.get(RETRY_AFTER_HEADER),
        body,
      };
    };
    // `done` runs outside the reach of the rejection handler: a fault in the client is no failed attempt.
    void exchange()
      .catch((error: unknown): Outcome => ({ kind: 'no-answer', reason: reasonOf(error) }))
      .then(finish);

    return () => {
      if (close()) controller.abort(new Error('the device stopped'));
    };
  };
}
