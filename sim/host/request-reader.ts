import { batchItems } from '../../protocol/index.ts';
import type { Request } from '../net/index.ts';
import { AttemptCounter } from './attempt-counter.ts';
import { identityOf, RequestIdentities } from './request-identity.ts';
import type { IdentityOfMany, RequestIdentity } from './request-identity.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { USUAL_WORDS } from './wire/answer-words.ts';
import { OWN_BATCH } from './wire/batch-dialect.ts';
import { judgeAnswer } from './wire/judge-answer.ts';
import type { ReadingTold } from './wire/reading-told.ts';
import type { DevicePage } from './wire/wire-book.ts';
import type { RawRequest } from './wire/wire-request.ts';
import type { WorldServices } from './world-services.ts';

/** What a request is for, and how its answer is read. */
export type Identified = RequestIdentity &
  Pick<Request, 'judge'> & {
    /** The readings that its list holds beside the first, whose attempts are not counted yet. Without it: it is no list. */
    readonly others?: readonly IdentityOfMany[] | undefined;
  };

export interface RequestReaderOptions {
  readonly world: Pick<WorldServices, 'crashed'>;
  /** Whose requests they are. */
  readonly id: string;
  /** Undefined: they are in our own form. */
  readonly page: DevicePage | undefined;
}

/** Tells which readings the requests of one device are for, and counts the requests for each. It outlives the boots. */
export class RequestReader {
  readonly #options: RequestReaderOptions;
  readonly #identities = new RequestIdentities();
  readonly #attempts = new AttemptCounter();
  #unidentified = 0;
  /** The reading of which the device said last that it sends it again, and when. */
  #retrying: { readonly reading: number; readonly atUs: number } | null = null;

  constructor(options: RequestReaderOptions) {
    this.#options = options;
  }

  /** The number of the next request for this reading; null: for one that nobody can tell. */
  nextAttempt(reading: number | null): number {
    if (reading !== null) return this.#attempts.next(reading);
    this.#unidentified += 1;
    return this.#unidentified - 1;
  }

  /** The device said in its log which reading a correlation id stands for. */
  learn(fields: Readonly<Record<string, unknown>>, reading: number | null): void {
    this.#identities.learn(fields, reading);
  }

  /** The device said that it sends this reading again. */
  retries(reading: number, atUs: number): void {
    this.#retrying = { reading, atUs };
  }

  /** Whether it said so at this instant. */
  hasSaidRetry(reading: number | null, atUs: number): boolean {
    return this.#retrying !== null && this.#retrying.reading === reading && this.#retrying.atUs === atUs;
  }

  /** The device said that this reading has its end; `fields` of a log in which correlation ids are learnt. */
  ended(reading: number, fields: Readonly<Record<string, unknown>> | null): void {
    this.#attempts.end(reading);
    if (fields !== null) this.#identities.forget(fields);
  }

  /** Which readings a request is for. */
  identify({ method, path, headers, body, message, reading, readingsBehind }: OutgoingRequest): Identified {
    const { id, page } = this.#options;
    if (reading !== undefined) {
      if (readingsBehind === undefined) return identityOf(id, reading, message);
      const messages = batchItems(message) ?? [];
      const all = [reading, ...readingsBehind];
      return this.#together(all.map((each, index) => identityOf(id, each, messages[index])));
    }
    // Of messages that are bad only the log can tell it.
    if (page === undefined || this.#identities.hasToldMany(headers)) {
      const many = this.#identities.many(id, headers, body) ?? [];
      if (many.length > 0) return this.#together(many);
      if (page === undefined) return this.#identities.of(id, headers, body);
    }
    const told = this.#readBy(page, { method, path, headers, body });
    const [first, ...rest] = told;
    const single = this.#identities.corrected(first ?? null, headers);
    const judge = page.judgeOf(told);
    if (rest.length === 0 && first?.carried.isListed !== true)
      return { reading: single.reading, timestamp: single.timestamp, judge };
    const others = rest.map((other) => ({
      reading: other.reading,
      timestamp: other.timestamp,
    }));
    return { reading: first?.reading ?? null, timestamp: first?.timestamp ?? null, others, judge };
  }

  /** Readings that our own device sends in one request. */
  #together(told: readonly IdentityOfMany[]): Identified {
    const [first, ...rest] = told;
    if (first === undefined) return { reading: null, timestamp: null };
    const { id: device } = this.#options;
    const carry = ({ reading, timestamp }: IdentityOfMany): ReadingTold => ({
      reading,
      timestamp,
      carried: { device, reading, timestamp: null, content: null },
    });
    const reader = { dialect: OWN_BATCH, words: USUAL_WORDS, unplaced: () => {} };
    return {
      ...first,
      others: rest,
      judge: (answer, stored) =>
        judgeAnswer(answer, [carry(first), ...rest.map(carry)], { ...reader, stored }),
    };
  }

  /** What is declared beside a module may be code of a user's. */
  #readBy(page: DevicePage, request: RawRequest): readonly ReadingTold[] {
    try {
      return page.read(request);
    } catch (error) {
      this.#options.world.crashed('what tells readings from requests threw', error);
      return [];
    }
  }
}
