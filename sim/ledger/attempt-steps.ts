import type { EventOf } from '../trace/event.ts';
import { REFUSED_TOGETHER } from '../host/wire/answer-words.ts';
import type { AnswerWords } from '../host/wire/answer-words.ts';
import { endByAnswer } from './answer.ts';
import type { AnswerRule } from './answer.ts';
import type { AttemptEnding, AttemptState } from './attempt-record.ts';
import type { LedgerBooks } from './ledger-books.ts';
import type { LedgerNotices } from './ledger-notices.ts';
import type { ReadingBirths } from './reading-births.ts';
import type { EntryState } from './reading-entry.ts';

/** An event about one attempt for one reading. */
interface OfAttempt {
  readonly at: number;
  readonly device: string;
  readonly reading: number | null;
  readonly attempt: number;
}

export interface AttemptStepsOptions {
  readonly books: LedgerBooks;
  readonly births: ReadingBirths;
  readonly notices: LedgerNotices;
  readonly answers: AnswerRule;
  /** A device that is not ours may say nothing: then the answers it got tell how its readings ended. */
  readonly foreignDevice: boolean;
}

/** What an attempt goes through, from the client to the edge and back. Each step returns the entry that it moved, if it is known. */
export class AttemptSteps {
  readonly #options: AttemptStepsOptions;
  readonly #books: LedgerBooks;

  constructor(options: AttemptStepsOptions) {
    this.#options = options;
    this.#books = options.books;
  }

  sent({ at, device, reading, attempt, timestamp }: EventOf<'attempt_sent'>): EntryState | null {
    const book = this.#books.of(device);
    if (isNameless(reading)) {
      book.nameless += 1;
      return null;
    }
    const entry = this.#options.births.left(book, reading, timestamp, at);
    entry.send(attempt, at, book.boot);
    if (timestamp !== null) return entry;
    entry.markUnsound(attempt);
    if (entry.lastIsHop) entry.markEmpty(attempt);
    return entry;
  }

  redirected({ device, reading }: EventOf<'redirect_followed'>): EntryState | null {
    const entry = this.#books.known(device, reading);
    if (entry !== null) entry.goesOn = true;
    return entry;
  }

  authorized({ device, reading }: EventOf<'credentials_renewed'>): EntryState | null {
    const entry = this.#books.known(device, reading);
    entry?.meetChallenge(entry.book.boot);
    return entry;
  }

  delivered(event: EventOf<'request_delivered'>): EntryState | null {
    const { device, reading, attempt, copy, instance } = event;
    const entry = this.#books.known(device, reading);
    if (entry === null) return null;
    entry.mayBeStoredTimes += 1;
    if (entry.storedTimes > 0) entry.reachedSinceStored = true;
    entry.attemptAt(attempt)?.delivered(copy, instance);
    return entry;
  }

  /** The answer leaves the edge, or what stands in front of it. */
  answered({
    device,
    reading,
    attempt,
    copy,
    status,
    source,
  }: EventOf<'request_answered'>): EntryState | null {
    const entry = this.#books.known(device, reading);
    if (entry === null) return null;
    const { words } = this.#options.answers;
    if (source === 'edge') {
      entry.answeredByEdge(status, words);
      if (words.isDone(status)) {
        entry.takenTimes += 1;
        if (entry.takenTimes > 1 || entry.reachedSinceStored || words.isDuplicate(status))
          entry.book.takenAgain(entry);
      }
    }
    const record = entry.attemptAt(attempt);
    if (record !== undefined) {
      record.answered(copy);
      entry.tidy();
    }
    return entry;
  }

  answerDelivered(event: EventOf<'answer_delivered'>): EntryState | null {
    const { at, device, reading, attempt, status, echoed, retryAfterMs, byDateMs } = event;
    const { answers, foreignDevice, notices } = this.#options;
    if (isNameless(reading) && asksToComeAgain(status, answers.words))
      this.#books.of(device).namelessFailed += 1;
    const entry = this.#books.known(device, reading);
    if (entry === null) return null;
    const record = entry.attemptAt(attempt);
    record?.close();
    const refusesNothing = answers.words.isPermanent(status) && entry.emptyAttempts.includes(attempt);
    if (!refusesNothing) entry.hear(status, answers.words);
    if (answers.words.isDone(status)) entry.book.acknowledgedAt = at;
    if (record?.copy === true) entry.lastCopyAnswer = { at, retryAfterMs, byDateMs };
    else {
      const end = refusesNothing ? null : endByAnswer(status, echoed, answers);
      if (end !== null) {
        const isFirst = entry.answer === null;
        entry.endBoot = entry.book.boot;
        if (isFirst || entry.answerMayChange) entry.answer = end;
        // Of a list that came spoilt an answer may name no reading.
        entry.answerMayChange = status === REFUSED_TOGETHER || entry.spoilt;
        if (isFirst && foreignDevice) notices.end(entry, at);
      }
      const sentAt = record?.sentAt ?? null;
      entry.lastEnding = { at, sentAt, attempt, how: 'answered', status, retryAfterMs, byDateMs };
    }
    entry.tidy();
    return entry;
  }

  /** A device that says nothing may have read no more than the head, and be done: no answer that it hears need follow. */
  answerBegun({ at, device, reading, attempt, status }: EventOf<'answer_begun'>): EntryState | null {
    const entry = this.#books.known(device, reading);
    const { answers, foreignDevice, notices } = this.#options;
    entry?.see(status, answers.words);
    if (entry === null || !foreignDevice || entry.answer !== null) return entry;
    const end = entry.attemptAt(attempt)?.copy === true ? null : endByAnswer(status, false, answers);
    if (end === null) return entry;
    entry.answer = end;
    entry.answerMayChange = true;
    entry.endBoot = entry.book.boot;
    notices.end(entry, at);
    return entry;
  }

  abandoned(event: EventOf<'attempt_abandoned'>): EntryState | null {
    return this.#endUnanswered(event, 'abandoned', (record) => {
      record.clientWaits = false;
    });
  }

  refused(event: EventOf<'attempt_refused'>): EntryState | null {
    return this.#endUnanswered(event, 'refused', (record) => record.close());
  }

  reset(event: EventOf<'attempt_reset'>): EntryState | null {
    const { processed, by } = event;
    return this.#endUnanswered(event, 'reset', (record) => {
      record.reset(processed);
      if (by === 'edge_closed') record.atEdge = false;
    });
  }

  requestLost(event: EventOf<'request_lost'>): EntryState | null {
    return this.#move(event, (record) => record.requestLost());
  }

  answerGone(event: EventOf<'answer_lost' | 'answer_late'>): EntryState | null {
    return this.#move(event, (record) => record.answerGone());
  }

  copyLost(event: EventOf<'copy_lost'>): EntryState | null {
    return this.#move(event, (record) => record.copyGone());
  }

  /** Something happened to one attempt between the client and the edge. */
  #move({ device, reading, attempt }: OfAttempt, step: (record: AttemptState) => void): EntryState | null {
    const entry = this.#books.known(device, reading);
    if (entry === null) return null;
    const record = entry.attemptAt(attempt);
    if (record !== undefined) step(record);
    entry.tidy();
    return entry;
  }

  /** The client knows that an attempt failed. A copy that it had announced is no attempt of the reading. */
  #endUnanswered(
    { at, device, reading, attempt }: OfAttempt,
    how: AttemptEnding['how'],
    step: (record: AttemptState) => void,
  ): EntryState | null {
    if (isNameless(reading)) this.#books.of(device).namelessFailed += 1;
    const entry = this.#books.known(device, reading);
    if (entry === null) return null;
    const record = entry.attemptAt(attempt);
    if (record !== undefined) step(record);
    if (record?.copy !== true) {
      const sentAt = record?.sentAt ?? null;
      entry.lastEnding = { at, sentAt, attempt, how, status: null, retryAfterMs: null };
    }
    entry.tidy();
    return entry;
  }
}

/** Nobody can tell which reading the request is for. */
function isNameless(reading: number | null): reading is null {
  return reading === null || reading < 0;
}

function asksToComeAgain(status: number, words: AnswerWords): boolean {
  return status >= 400 && !words.isDone(status) && !words.isPermanent(status);
}
