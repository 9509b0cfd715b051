import { CORRELATION_ID_HEADER } from '../../protocol/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Answer, ClientEnd, Sent } from '../net/index.ts';
import type { HostClock } from './host-clock.ts';
import type { Send, SendOutcome, SendRequest, TimerHandle } from '../../ports/index.ts';
import type { OutgoingRequest, SendRequest as SendOut } from './outgoing-request.ts';

const METHOD = 'POST';

export interface SimulatedSendOptions {
  /** Path and query of the edge's URL. */
  readonly path: string;
  readonly kernel: Kernel;
  readonly clock: HostClock;
  readonly send: SendOut;
}

/** One transmission, without promises: what a client over `fetch` does, at the same instants and in the same order. */
class Transmission implements ClientEnd {
  readonly #options: SimulatedSendOptions;
  readonly #timer: TimerHandle;
  #done: ((outcome: SendOutcome) => void) | null;
  #outcome: SendOutcome | null = null;
  #sent: Sent | null = null;

  constructor(options: SimulatedSendOptions, request: SendRequest, done: (outcome: SendOutcome) => void) {
    this.#options = options;
    this.#done = done;
    this.#timer = options.clock.setTimeout(() => this.#timeOut(), request.timeoutMs);
    const outgoing: OutgoingRequest = {
      method: METHOD,
      path: options.path,
      headers: { 'content-type': 'application/json', [CORRELATION_ID_HEADER]: request.correlationId },
      body: request.body,
      message: request.message,
      reading: request.sequenceId,
      readingsBehind: request.others,
    };
    this.#sent = options.send(outgoing, this);
  }

  answered({ status, headers, retryAfter, body, value, endless }: Answer): void {
    // It reads on until it is too late.
    if (endless !== undefined) return;
    const contentType = headers['content-type'] ?? null;
    this.#finishSoon({ kind: 'answered', status, retryAfter, body, contentType, value });
  }

  begun(): void {
    // Only the whole of it counts.
  }

  refused(): void {
    this.#finishSoon({ kind: 'no-answer', reason: 'refused' });
  }

  reset(): void {
    this.#finishSoon({ kind: 'no-answer', reason: 'reset' });
  }

  /** The device stopped: nobody is told. */
  cancel(): void {
    if (this.#done === null) return;
    this.#close();
    this.#sent?.abandon('timeout');
  }

  #timeOut(): void {
    const done = this.#done;
    if (done === null) return;
    this.#close();
    this.#sent?.abandon('timeout');
    done({ kind: 'no-answer', reason: 'timeout' });
  }

  #finishSoon(outcome: SendOutcome): void {
    this.#outcome = outcome;
    this.#options.kernel.soon(() => this.#finish());
  }

  #finish(): void {
    const done = this.#done;
    if (done === null || this.#outcome === null) return;
    this.#close();
    done(this.#outcome);
  }

  #close(): void {
    this.#done = null;
    this.#options.clock.clearTimeout(this.#timer);
  }
}

/** The `send` port of a device: the fast lane beside its `fetch`. */
export function createSend(options: SimulatedSendOptions): Send {
  return (request, done) => {
    const transmission = new Transmission(options, request, done);
    return () => transmission.cancel();
  };
}
