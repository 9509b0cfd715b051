import { is2xx } from '../../ledger/index.ts';
import type { Watcher } from '../../ledger/index.ts';

/** What the devices saw, in requests. */
export interface ClientCounters {
  /** Requests sent to deliver a reading. */
  readonly attempts: number;
  /** Second copies that a device sent on purpose, beside the attempts. */
  readonly copies: number;
  readonly answers2xx: number;
  /** Of those: without the echo that makes a 2xx an acknowledgement. */
  readonly notEchoed: number;
  readonly answers409: number;
  /** Every 4xx but 429, those of `answers409` included. */
  readonly answers4xx: number;
  readonly answers429: number;
  readonly answers503: number;
  /** Every 5xx but 503. */
  readonly answers5xx: number;
  /** Attempts given up without an answer. */
  readonly timeouts: number;
  readonly resets: number;
  readonly refusals: number;
  /** Answers that came after the client had given up. */
  readonly lateAnswers: number;
  readonly samplesSkipped: number;
  readonly reboots: number;
}

type Counts = { -readonly [K in keyof ClientCounters]: number };

export class ClientCounter implements Watcher {
  readonly #counts: Counts = {
    attempts: 0,
    copies: 0,
    answers2xx: 0,
    notEchoed: 0,
    answers409: 0,
    answers4xx: 0,
    answers429: 0,
    answers503: 0,
    answers5xx: 0,
    timeouts: 0,
    resets: 0,
    refusals: 0,
    lateAnswers: 0,
    samplesSkipped: 0,
    reboots: 0,
  };

  readonly on: Watcher['on'] = {
    attempt_sent: (_event, entry) => {
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
    } else {
      counts.answers4xx += 1;
      if (status === 409) counts.answers409 += 1;
    }
  }
}
