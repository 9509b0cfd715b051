/**
 * Retries by undici 7's RetryAgent, over a dispatcher that sends with `fetch` in place of sockets. Its waits are timers of
 * the globals, so they are virtual; its delays have no jitter, and a Retry-After takes their place.
 *
 *   npm run sim -- compare --scenario storm --seeds 1..10 --policies exponential,./examples/undici-retry-device.ts
 */
import { Dispatcher, RetryAgent } from 'undici';
import type { DeviceEnv, DeviceUnderTest, RetryPolicy } from '../ports/index.ts';
import { createLibraryDevice, PermanentError } from './library-device.ts';
import type { Delivery } from './library-device.ts';

const TIMEOUT_MS = 5_000;
const CAP_MS = 60_000;
/** All of them: of itself undici retries four, and takes a 507 or a 520 for the last word. */
const SERVER_ERRORS = Array.from({ length: 100 }, (_, index) => 500 + index);

/** undici 7 takes a Retry-After above 0 for its delay, capped, and else doubles. */
const waitMs = (retryIndex: number, retryAfterMs: number | null): number =>
  Math.min(CAP_MS, retryAfterMs !== null && retryAfterMs > 0 ? retryAfterMs : 1_000 * 2 ** retryIndex);

/** What RetryAgent does with the options below: its delays are judged by this. */
export const policy: RetryPolicy = {
  name: 'undici RetryAgent',
  retriesMax: 5,
  handlesRetryAfter: true,
  delayMs: (retryIndex, _uniform, context) => waitMs(retryIndex, context?.retryAfterMs ?? null),
  delayBoundsMs(retryIndex, context) {
    const delayMs = waitMs(retryIndex, context?.retryAfterMs ?? null);
    return { min: delayMs, max: delayMs };
  },
};

/** undici decides by the code of an error whether to try again. */
class NoAnswerError extends Error {
  readonly code = 'UND_ERR_SOCKET';
}

/** The part of a connection that a handler may touch; nothing here is ever paused, since answers are short. */
class FetchController implements Dispatcher.DispatchController {
  aborted = false;
  paused = false;
  reason: Error | null = null;
  rawHeaders = null;
  rawTrailers = null;
  abort(reason: Error): void {
    this.aborted = true;
    this.reason = reason;
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
}

class FetchDispatcher extends Dispatcher {
  readonly #delivery: Delivery;

  constructor(delivery: Delivery) {
    super();
    this.#delivery = delivery;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    void this.#send(options, handler);
    return true;
  }

  async #send(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): Promise<void> {
    const controller = new FetchController();
    handler.onRequestStart?.(controller, {});
    try {
      const { status, headers, body } = await this.#answer(options);
      handler.onResponseStart?.(controller, status, headers);
      handler.onResponseData?.(controller, body);
      // Throws what stands for the status, when it is one to retry.
      handler.onResponseEnd?.(controller, {});
    } catch (error) {
      handler.onResponseError?.(controller, error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #answer({ origin, path, method, body }: Dispatcher.DispatchOptions) {
    try {
      const answer = await fetch(`${String(origin)}${path}`, {
        method,
        headers: { 'Content-Type': 'application/json', 'X-Correlation-Id': this.#delivery.correlationId },
        body: typeof body === 'string' ? body : null,
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'manual',
      });
      const text = await answer.text();
      // It looks at no body: a 200 that is not the edge's must reach it as no answer.
      if (answer.status === 200 && !this.#delivery.isReceipt(text)) throw new Error('no receipt');
      const headers = Object.fromEntries(answer.headers);
      return { status: answer.status, headers, body: Buffer.from(text) };
    } catch (error) {
      throw new NoAnswerError(String(error));
    }
  }
}

export function createDevice(env: DeviceEnv): DeviceUnderTest {
  return createLibraryDevice(env, async (_attempt, delivery) => {
    const { url, body } = delivery;
    const agent = new RetryAgent(new FetchDispatcher(delivery), {
      methods: ['POST'],
      maxRetries: 5,
      minTimeout: 1_000,
      timeoutFactor: 2,
      maxTimeout: CAP_MS,
      // Redirects that point nowhere are a proxy's, as 5xx are.
      statusCodes: [301, 302, 303, 307, 308, 408, 425, 429, ...SERVER_ERRORS],
    });
    const { origin, pathname } = new URL(url);
    const { statusCode, body: answer } = await agent.request({
      origin,
      path: pathname,
      method: 'POST',
      body,
    });
    await answer.text();
    if (statusCode !== 200 && statusCode !== 409) throw new PermanentError(`status ${statusCode}`);
  });
}
