import { endByAnswer } from '../ledger/index.ts';
import type { LedgerView, ReadingEntry } from '../ledger/index.ts';
import type { EventOf } from '../trace/event.ts';
import type { CheckContext } from './invariant.ts';

/**
 * Sees readings that are sent again though their device was given a 2xx for them, with nothing wrong in between. Not looked at
 * are devices whose power went or whose disk failed, from then on: that a reading is done need not be on the disk yet; and
 * answers for which a client may not have waited any more, or that may belong to something else.
 */
export class ResentWatch {
  readonly #ledger: LedgerView;
  readonly #rulesOf: CheckContext['rulesOf'];
  /** Readings whose answer need not have been taken for theirs, by device. */
  readonly #unsure = new Map<string, Set<number>>();
  readonly #forgetful = new Set<string>();
  observations = 0;

  constructor({ ledger, rulesOf }: Pick<CheckContext, 'ledger' | 'rulesOf'>) {
    this.#ledger = ledger;
    this.#rulesOf = rulesOf;
  }

  answered({ at, device, status, echoed }: EventOf<'answer_delivered'>, entry: ReadingEntry | null): void {
    if (entry === null || endByAnswer(status, echoed, this.#ledger.answers) !== 'acknowledged') return;
    this.observations += 1;
    const sentAt = entry.lastEnding?.sentAt ?? at;
    if (at - sentAt >= this.#rulesOf(device).settings.timeoutMs * 1_000) this.doubt(device, entry.reading);
  }

  doubt(device: string, reading: number): void {
    const readings = this.#unsure.get(device) ?? new Set();
    this.#unsure.set(device, readings);
    readings.add(reading);
  }

  forgot(device: string): void {
    this.#forgetful.add(device);
  }

  /** A request leaves that is no announced copy: whether its reading was done before. */
  isResent({ at, device, reading }: EventOf<'attempt_sent'>, entry: ReadingEntry): boolean {
    if (entry.lastIsHop || entry.numberReused || reading === null || this.#forgetful.has(device))
      return false;
    // At the instant of the answer the two may have crossed.
    const done = entry.revived ? entry.word : (entry.lastEnding?.at ?? at) < at ? entry.answer : null;
    return done === 'acknowledged' && this.#unsure.get(device)?.has(reading) !== true;
  }
}
