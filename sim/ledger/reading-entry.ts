import type { Values } from '../../protocol/index.ts';
import type { AskedThen, AttemptEnding, AttemptRecord } from './attempt-record.ts';
import type { AnswerWords } from '../host/wire/answer-words.ts';
import { AttemptState } from './attempt-record.ts';
import type { DeviceBook } from './device-book.ts';
import type { FinalState } from './final-state.ts';

/** What the ledger holds of one reading while anything of it may still happen. Times are microseconds. */
export interface ReadingEntry {
  readonly device: string;
  /** The sequence id; −1 for a reading whose number never showed. */
  readonly reading: number;
  /** Null: seen on the wire or in the store, but no birth is known. */
  readonly bornAt: number | null;
  readonly timestamp: string | null;
  readonly values: Values | null;
  /** It had ended and was let go; something of it came up again. Birth and times of before are not known. */
  readonly revived: boolean;
  /** Requests sent for it, announced second copies, followed redirects and renewed credentials aside. */
  readonly attempts: number;
  /** The same since the device's last boot: a reboot starts the budget afresh. */
  readonly bootAttempts: number;
  /**
   * Requests of its device that failed since it is known and tell no reading: each may have been a part of an attempt of this one
   * that went no further, such as a question for a new token.
   */
  readonly hiddenAttemptsMax: number;
  readonly announcedCopies: number;
  /** The last request sent for it was a copy that the device had announced. */
  readonly lastIsCopy: boolean;
  /** It followed a redirect, or showed other credentials after a 401: part of the attempt before, and no attempt of its own. */
  readonly lastIsHop: boolean;
  /** Oldest first. */
  readonly open: readonly AttemptRecord[];
  readonly lastEnding: AttemptEnding | null;
  /** The last answer to a copy that the device had announced: it may go by that as well. */
  readonly lastCopyAnswer: AskedThen | null;
  /** What `retrying_after_backoff` said last in this boot. It speaks of the next attempt if it is not older than
   *  `lastEnding`. */
  readonly announcedRetry: { readonly at: number; readonly delayMs: number } | null;
  /** Attempts since the boot that the policy did not let leave, and when the last of them was due; null without. */
  readonly refusedHere: { readonly count: number; readonly at: number } | null;
  /** The same over all boots. */
  readonly refusals: number;
  /** The device said that its policy allows no further retry. */
  readonly retryRefused: boolean;
  /** When the device set it aside, if it has not sent it again since. */
  readonly parkedAt: number | null;
  /** The last request took it up again: when it had been set aside, in the same boot. */
  readonly takenUpFrom: number | null;
  readonly storedTimes: number;
  /** Null: not stored, or stored before it was let go. */
  readonly firstStoredAt: number | null;
  /** Deliveries by which the edge may have stored it: all that reached it but those that it answered with a 4xx. */
  readonly mayBeStoredTimes: number;
  /** Deliveries that the edge accepted. */
  readonly acceptedTimes: number;
  /** The device said that it spoils the reading on purpose, or was made to. */
  readonly spoilt: boolean;
  /** Attempts whose request was no message when it was sent, or that the network damaged. */
  readonly unsoundAttempts: readonly number[];
  /** Those that followed a redirect and brought no message along: what is answered to them says nothing of the reading. */
  readonly emptyAttempts: readonly number[];
  /** Its number had been given to another reading before: what the edge says may be about that one. */
  readonly numberReused: boolean;
  /** That was so since the disk of its device was an old copy: the device cannot have known. */
  readonly numberFromOldCopy: boolean;
  /** By the device's own word. */
  readonly word: FinalState | null;
  /** By the answers it got. */
  readonly answer: FinalState | null;
  /** The client was told for it that the edge has it, by a 2xx or a 409 where nothing else is declared, in whatever boot, to whichever request, echoed or not. */
  readonly heardDone: boolean;
  /** The same of an answer that refuses it for good: a 4xx but 408, 409, 425 and 429. */
  readonly heardRefusal: boolean;
  /** The same of heads alone, whose body may have broken off: a client that goes by the status need not wait for more. */
  readonly sawDone: boolean;
  readonly sawRefusal: boolean;
  readonly endedAt: number | null;
}

/** Of every entry that has no attempt open; never written to. */
const NO_ATTEMPTS: AttemptState[] = [];

/** Of nearly every entry; never written to. */
const NO_NUMBERS: readonly number[] = [];

/** The ledger's own, changing side of an entry. */
export class EntryState implements ReadingEntry {
  readonly book: DeviceBook;
  readonly reading: number;
  readonly revived: boolean;
  bornAt: number | null = null;
  timestamp: string | null = null;
  values: Values | null = null;
  attempts = 0;
  bootAttempts = 0;
  boot = 0;
  announcedCopies = 0;
  lastIsCopy = false;
  lastIsHop = false;
  /** The next request does as the answer before says: it goes where that points, or shows other credentials. */
  goesOn = false;
  copiesToSend = 0;
  open: AttemptState[] = NO_ATTEMPTS;
  lastEnding: AttemptEnding | null = null;
  lastCopyAnswer: AskedThen | null = null;
  announcedRetry: { readonly at: number; readonly delayMs: number } | null = null;
  /** The device has said that it is on no disk. */
  isInMemory = false;
  refusedHere: { readonly count: number; readonly at: number } | null = null;
  refusals = 0;
  retryRefused = false;
  parkedAt: number | null = null;
  parkedBoot = 0;
  takenUpFrom: number | null = null;
  storedTimes = 0;
  firstStoredAt: number | null = null;
  mayBeStoredTimes = 0;
  /** It has reached the edge since that said that it had stored it. */
  reachedSinceStored = false;
  acceptedTimes = 0;
  spoilt = false;
  unsoundAttempts = NO_NUMBERS;
  emptyAttempts = NO_NUMBERS;
  numberReused = false;
  numberFromOldCopy = false;
  /** Requests that the edge took as this reading: answered 2xx, or 409 because it had it. */
  takenTimes = 0;
  word: FinalState | null = null;
  wordBoot = 0;
  /** The boot in which its end was told last, by a word or an answer. */
  endBoot = 0;
  answer: FinalState | null = null;
  /** By the head of an answer whose body has not come, or by the refusal of many together: a device may go on, and get another. */
  answerMayChange = false;
  heardDone = false;
  heardRefusal = false;
  sawDone = false;
  sawRefusal = false;
  endedAt: number | null = null;
  readonly #namelessFailedBefore: number;
  /** In the ledger's queue of entries that may be let go. */
  retiring = false;
  /** In its queue of entries that are kept for a flight that may never end in an event. */
  lingering = false;

  constructor(book: DeviceBook, reading: number, revived: boolean) {
    this.book = book;
    this.reading = reading;
    this.revived = revived;
    this.#namelessFailedBefore = book.namelessFailed;
  }

  get device(): string {
    return this.book.device;
  }

  get hiddenAttemptsMax(): number {
    return this.book.namelessFailed - this.#namelessFailedBefore;
  }

  get inFlight(): boolean {
    return this.open.length > 0 || this.copiesToSend > 0;
  }

  /** Something is under way that will show for sure: a client that waits, or a copy that must arrive. */
  get inFlightForSure(): boolean {
    return this.copiesToSend > 0 || this.open.some((record) => record.clientWaits || record.hasCopies);
  }

  attemptAt(attempt: number): AttemptState | undefined {
    for (const record of this.open) if (record.attempt === attempt) return record;
    return undefined;
  }

  /** Begins a request. An announced copy is the first one sent after the announcement, but never the very first. */
  send(attempt: number, at: number, boot: number): AttemptState {
    this.#enter(boot);
    this.#takeUp(boot);
    const hop = this.goesOn;
    this.goesOn = false;
    this.lastIsHop = hop;
    const hasOriginal = this.bootAttempts > 0 || this.revived || this.word !== null;
    const copy = hop ? this.lastIsCopy : this.copiesToSend > 0 && hasOriginal;
    if (!hop && copy) {
      this.copiesToSend -= 1;
      this.announcedCopies += 1;
    } else if (!hop) {
      this.attempts += 1;
      this.bootAttempts += 1;
    }
    this.lastIsCopy = copy;
    const record = new AttemptState(attempt, copy, at);
    // Nearly always the only one: an array that is pushed to makes room for sixteen.
    if (this.open.length === 0) this.open = [record];
    else this.open.push(record);
    return record;
  }

  /** The policy keeps it from leaving. */
  refuse(at: number, boot: number): void {
    this.#enter(boot);
    this.refusals += 1;
    this.refusedHere = { count: (this.refusedHere?.count ?? 0) + 1, at };
  }

  /** What a boot before did of it counts no more. */
  #enter(boot: number): void {
    if (this.boot === boot) return;
    this.boot = boot;
    this.bootAttempts = 0;
    this.lastEnding = null;
    this.lastCopyAnswer = null;
    this.announcedRetry = null;
  }

  /** The device sets it aside: when it sends it again, it begins anew. */
  park(at: number): void {
    this.parkedAt = at;
    this.parkedBoot = this.book.boot;
    this.bootAttempts = 0;
    this.announcedRetry = null;
    this.refusedHere = null;
  }

  #takeUp(boot: number): void {
    this.takenUpFrom = this.parkedBoot === boot ? this.parkedAt : null;
    this.parkedAt = null;
  }

  /** The request of this attempt does not bring the edge a message that it could take. */
  markUnsound(attempt: number): void {
    this.unsoundAttempts = [...this.unsoundAttempts, attempt];
  }

  /** Nor any message: a client that follows a redirect of a POST mostly goes on with GET. */
  markEmpty(attempt: number): void {
    this.emptyAttempts = [...this.emptyAttempts, attempt];
  }

  /** The edge answered a delivery of it. */
  answeredByEdge(status: number, words: AnswerWords): void {
    if (words.accepts(status)) this.acceptedTimes += 1;
    else if (status >= 400 && status < 500) this.mayBeStoredTimes -= 1;
  }

  /** The client was given an answer. */
  hear(status: number, words: AnswerWords): void {
    if (words.isDone(status)) this.heardDone = true;
    else if (words.isPermanent(status)) this.heardRefusal = true;
  }

  /** The client shows other credentials: what was refused was who asked, not the reading. */
  meetChallenge(boot: number): void {
    this.goesOn = this.boot === boot;
    this.heardRefusal = false;
    this.sawRefusal = false;
  }

  /** The client was given the head of an answer. */
  see(status: number, words: AnswerWords): void {
    if (words.isDone(status)) this.sawDone = true;
    else if (words.isPermanent(status)) this.sawRefusal = true;
  }

  /** Lets go of the attempts of which nothing is under way. */
  tidy(): void {
    if (this.open.every((record) => record.settled)) this.open = NO_ATTEMPTS;
    else if (this.open.some((record) => record.settled))
      this.open = this.open.filter((record) => !record.settled);
  }

  edgeCrashed(instance: number | undefined): void {
    for (const record of this.open) record.edgeCrashed(instance);
    this.tidy();
  }

  deviceCrashed(): void {
    for (const record of this.open) record.clientWaits = false;
    this.copiesToSend = 0;
    this.announcedRetry = null;
    this.lastCopyAnswer = null;
    this.refusedHere = null;
    this.bootAttempts = 0;
    this.tidy();
  }
}
