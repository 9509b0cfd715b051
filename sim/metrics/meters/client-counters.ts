import { is2xx } from '../../ledger/index.ts';
import type { Watcher } from '../../ledger/index.ts';

/** What the devices saw, in requests. */
const NONE = {
  /** Requests sent to deliver a reading. */
  attempts: 0,
  /** Second copies that a device sent on purpose, beside the attempts. */
  copies: 0,
  /** Requests of both kinds of which nobody can tell which reading they are for. */
  nameless: 0,
  /** Of what was sent: requests that carried more than one reading; above, each counts once for each of its readings. */
  batches: 0,
  answers2xx: 0,
  /** Of those: without the echo that makes a 2xx an acknowledgement. */
  notEchoed: 0,
  answers409: 0,
  answers3xx: 0,
  /** Every 4xx but 429, those of `answers409` included. */
  answers4xx: 0,
  answers429: 0,
  answers503: 0,
  /** Every 5xx but 503. */
  answers5xx: 0,
  /** Attempts given up without an answer. */
  timeouts: 0,
  resets: 0,
  refusals: 0,
  /** Answers that came after the client had given up. */
  lateAnswers: 0,
  samplesSkipped: 0,
  reboots: 0,
};

export type ClientCounters = Readonly<typeof NONE>;

export class ClientCounter implements Watcher {
  readonly #counts = { ...NONE };

  readonly on: Watcher['on'] = {
    batch_sent: ({ readings }) => {
      if (readings.length > 1) this.#counts.batches += 1;
    },
    attempt_sent: ({ reading }, entry) => {
      if (reading === null) this.#counts.nameless += 1;
      if (entry?.lastIsCopy === true) this.#counts.copies += 1;
      else this.#counts.attempts += 1;
    },
    answer_delivered: ({ status, echoed }) => this.#answered(status, echoed),
    attempt_abandoned: () => void (this.#counts.timeouts += 1),
    attempt_reset: () => void (this.#counts.resets += 1),
    attempt_refused: () => void (this.#counts.refusals += 1),
    answer_late: () => void (this.#counts.lateAnswers += 1),
    sample_skipped: () => void (this.#counts.samplesSkipped += 1),
    device_started: ({ boot }) => {
      if (boot > 0) this.#counts.reboots += 1;
    },
  };

  conclude(): ClientCounters {
    return { ...this.#counts };
  }

  #answered(status: number, echoed: boolean): void {
    const counts = this.#counts;
    if (is2xx(status)) {
      counts.answers2xx += 1;
      if (!echoed) counts.notEchoed += 1;
    } else if (status === 429) {
      counts.answers429 += 1;
    } else if (status === 503) {
      counts.answers503 += 1;
    } else if (status >= 500) {
      counts.answers5xx += 1;
    } else if (status < 400) {
      counts.answers3xx += 1;
    } else {
      counts.answers4xx += 1;
      if (status === 409) counts.answers409 += 1;
    }
  }
}
