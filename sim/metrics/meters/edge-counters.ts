import { outcomeOf } from '../../../protocol/index.ts';
import type { Watcher } from '../../ledger/index.ts';

/** What the edge saw, in requests over all its boots, as the trace tells it. */
const NONE = {
  received: 0,
  /** Of those: copies that the network delivered again. */
  copies: 0,
  accepted: 0,
  duplicates: 0,
  /** Every 4xx but 409 and 429. */
  rejected: 0,
  transient503: 0,
  rateLimited: 0,
  /** Every 5xx but 503. */
  errors: 0,
  /** Cut off by a crash or a broken connection, or still worked on when the run ended. */
  unanswered: 0,
  /** Answered by the harness in front of a foreign edge, which never saw them. */
  answeredInFront: 0,
  restarts: 0,
};

export type EdgeCounters = Readonly<typeof NONE>;

/** By the name that the edge has for the same. */
const COUNTED = {
  accepted_total: 'accepted',
  duplicates_total: 'duplicates',
  rejected_total: 'rejected',
  transient_503_total: 'transient503',
  rate_limited_total: 'rateLimited',
  errors_total: 'errors',
} as const;

export class EdgeCounter implements Watcher {
  readonly #counts = { ...NONE };
  /** Of the edge itself, by status. */
  readonly #answers = new Map<number, number>();

  readonly on: Watcher['on'] = {
    request_delivered: ({ copy }) => {
      this.#counts.received += 1;
      if (copy > 0) this.#counts.copies += 1;
    },
    request_answered: ({ source, status }) => {
      if (source === 'gateway') this.#counts.answeredInFront += 1;
      else this.#answers.set(status, (this.#answers.get(status) ?? 0) + 1);
    },
    edge_started: ({ boot }) => {
      if (boot > 0) this.#counts.restarts += 1;
    },
  };

  conclude(): EdgeCounters {
    const counts = { ...this.#counts, unanswered: this.#counts.received };
    for (const [status, answers] of this.#answers) {
      counts[COUNTED[outcomeOf(status)]] += answers;
      counts.unanswered -= answers;
    }
    return counts;
  }
}
