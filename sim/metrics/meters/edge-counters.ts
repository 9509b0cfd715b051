import { is2xx } from '../../ledger/index.ts';
import type { Watcher } from '../../ledger/index.ts';

/** What the edge saw, in requests over all its boots, as the trace tells it. */
export interface EdgeCounters {
  readonly received: number;
  /** Of those: copies that the network delivered again. */
  readonly copies: number;
  readonly accepted: number;
  readonly duplicates: number;
  /** Every 4xx but 409 and 429. */
  readonly rejected: number;
  readonly transient503: number;
  readonly rateLimited: number;
  /** Every 5xx but 503. */
  readonly errors: number;
  /** Cut off by a crash or a broken connection, or still worked on when the run ended. */
  readonly unanswered: number;
  /** Answered by the harness in front of a foreign edge, which never saw them. */
  readonly answeredInFront: number;
  readonly restarts: number;
}

type Counts = { -readonly [K in keyof EdgeCounters]: number };

export class EdgeCounter implements Watcher {
  #answered = 0;
  readonly #counts: Counts = {
    received: 0,
    copies: 0,
    accepted: 0,
    duplicates: 0,
    rejected: 0,
    transient503: 0,
    rateLimited: 0,
    errors: 0,
    unanswered: 0,
    answeredInFront: 0,
    restarts: 0,
  };

  readonly on: Watcher['on'] = {
    request_delivered: ({ copy }) => {
      this.#counts.received += 1;
      if (copy > 0) this.#counts.copies += 1;
    },
    request_answered: ({ source, status }) => {
      if (source === 'gateway') this.#counts.answeredInFront += 1;
      else this.#answer(status);
    },
    edge_started: ({ boot }) => {
      if (boot > 0) this.#counts.restarts += 1;
    },
  };

  conclude(): EdgeCounters {
    return { ...this.#counts, unanswered: this.#counts.received - this.#answered };
  }

  #answer(status: number): void {
    const counts = this.#counts;
    this.#answered += 1;
    if (is2xx(status)) counts.accepted += 1;
    else if (status === 409) counts.duplicates += 1;
    else if (status === 429) counts.rateLimited += 1;
    else if (status === 503) counts.transient503 += 1;
    else if (status >= 500) counts.errors += 1;
    else counts.rejected += 1;
  }
}
