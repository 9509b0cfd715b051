import { isDone } from '../../ledger/index.ts';
import type { Watcher } from '../../ledger/index.ts';
import type { MeterLedger } from '../meter.ts';
import { Distribution } from './distribution.ts';

/** A reading stored within this span of its birth is in time: latency of the delivered alone is flattering. */
const IN_TIME_US = 60_000_000;

/** Milliseconds from birth to acknowledgement, over the acknowledged readings; null when there are none. */
export interface LatencySummary {
  readonly count: number;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
}

/** Requests that each reading took, announced second copies aside, over the readings sent at least once. */
export interface AttemptsSummary {
  readonly readings: number;
  /** Null without readings. */
  readonly mean: number | null;
  /** `counts[n]` readings took n + 1 requests. */
  readonly counts: readonly number[];
}

export interface DeliverySummary {
  readonly latency: LatencySummary;
  readonly attempts: AttemptsSummary;
  /** Stored within 60 s of birth; null when the edge does not say when it stores. */
  readonly storedWithin60s: number | null;
  /** From the end of the faults to the last end of a reading; 0 when all had ended, null when the faults did not. */
  readonly drainMs: number | null;
}

export interface DeliveryOptions {
  readonly ledger: MeterLedger;
  /** It is known of each reading when it is stored, not only in the end. */
  readonly storedAsItHappens: boolean;
}

export class DeliveryMeter implements Watcher {
  readonly #storedAsItHappens: boolean;
  readonly #latencyUs = new Distribution();
  readonly #attempts: number[] = [];
  #inTime = 0;
  #healAt: number | null = null;
  #lastEndAt = 0;

  constructor({ ledger, storedAsItHappens }: DeliveryOptions) {
    this.#storedAsItHappens = storedAsItHappens;
    ledger.onEnded((_entry, at) => {
      this.#lastEndAt = at;
    });
    ledger.onFirstStored(({ bornAt }, at) => {
      if (bornAt !== null && at - bornAt <= IN_TIME_US) this.#inTime += 1;
    });
    ledger.onClosed(({ entry, end }) => {
      if (isDone(end) && entry.bornAt !== null && entry.endedAt !== null) {
        this.#latencyUs.add(entry.endedAt - entry.bornAt);
      }
      if (entry.attempts === 0) return;
      while (this.#attempts.length < entry.attempts) this.#attempts.push(0);
      this.#attempts[entry.attempts - 1] = (this.#attempts[entry.attempts - 1] ?? 0) + 1;
    });
  }

  readonly on: Watcher['on'] = {
    phase_started: ({ at, phase }) => {
      if (phase === 'heal') this.#healAt = at;
    },
  };

  /** Call after the ledger was concluded. */
  conclude(): DeliverySummary {
    const ms = (us: number | null): number | null => (us === null ? null : us / 1000);
    const readings = this.#attempts.reduce((sum, count) => sum + count, 0);
    const requests = this.#attempts.reduce((sum, count, index) => sum + count * (index + 1), 0);
    return {
      latency: {
        count: this.#latencyUs.count,
        meanMs: ms(this.#latencyUs.mean),
        p50Ms: ms(this.#latencyUs.percentile(0.5)),
        p90Ms: ms(this.#latencyUs.percentile(0.9)),
        p99Ms: ms(this.#latencyUs.percentile(0.99)),
        maxMs: ms(this.#latencyUs.max),
      },
      attempts: { readings, mean: readings === 0 ? null : requests / readings, counts: [...this.#attempts] },
      storedWithin60s: this.#storedAsItHappens ? this.#inTime : null,
      drainMs: this.#healAt === null ? null : Math.max(0, this.#lastEndAt - this.#healAt) / 1000,
    };
  }
}
