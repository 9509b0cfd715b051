import { noOutcomes } from '../../protocol/index.ts';
import type { Metrics, Outcome } from '../../protocol/index.ts';
import { REFUSALS } from '../answer/refusals.ts';
import type { Reason } from '../answer/refusals.ts';
import type { ReadingStore } from '../store/reading-store.ts';

/** Plain numbers: the one source of both forms of `/metrics`. */
export class Counters {
  readonly outcomes = noOutcomes();
  /** Answers other than 200, on any path, by reason. */
  readonly refusals = new Map(Object.keys(REFUSALS).map((reason) => [reason, 0]));
  received = 0;
  inProgress = 0;
  /** Accepted readings whose timestamp is far from the edge's clock. */
  clockSkew = 0;
  /** Requests that the simulated slowness held back. */
  slow = 0;

  begin(): void {
    this.received++;
    this.inProgress++;
  }

  end(outcome: Outcome): void {
    this.inProgress--;
    this.outcomes[outcome]++;
  }

  refused(reason: Reason): void {
    this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1);
  }

  /** `received_total` is the sum of the outcomes and `in_progress`, always. */
  read(store: Pick<ReadingStore, 'size' | 'peak' | 'limit'>): Metrics {
    return {
      received_total: this.received,
      ...this.outcomes,
      in_progress: this.inProgress,
      idempotency_entries: store.size(),
      idempotency_entries_peak: store.peak(),
      idempotency_entries_max: store.limit,
    };
  }
}
