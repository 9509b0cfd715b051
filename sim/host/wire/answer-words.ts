/**
 * What is heard of each of many readings whose request was refused as a whole, whatever the status: one of them may be what was wrong
 * (RFC 4918: not done because something that it depends on failed).
 */
export const REFUSED_TOGETHER = 424;

/** 4xx that a client tries again: the request may be fine, the moment or its company was not. */
const RETRIED_4XX: ReadonlySet<number> = new Set([408, REFUSED_TOGETHER, 425, 429]);

/** The edge wants to know first who asks, and says nothing of the reading (RFC 9110 §15.5.2). */
export function asksWho(status: number): boolean {
  return status === 401;
}

/** What statuses of an edge mean for a reading. */
export interface StatusWords {
  /** It has the reading now; null: every 2xx says so. */
  readonly accepted: readonly number[] | null;
  /** It had the reading before; null: 409 says so. */
  readonly duplicate: readonly number[] | null;
  /** Not now: beside 5xx, 408, 425 and 429. */
  readonly later: readonly number[];
  /** Whether all from 400 on that is not in `later` is for good, a 500 too. */
  readonly strict: boolean;
}

/** The edge's word in a status: each status says at most one of the three. */
export class AnswerWords {
  readonly #said: StatusWords;
  readonly #accepted: ReadonlySet<number> | null;
  readonly #duplicate: ReadonlySet<number>;
  readonly #later: ReadonlySet<number>;
  readonly #strict: boolean;

  constructor(said: StatusWords) {
    const { accepted, duplicate, later, strict } = said;
    this.#said = said;
    this.#accepted = accepted === null ? null : new Set(accepted);
    this.#duplicate = new Set(duplicate ?? [409]);
    this.#later = new Set(later);
    this.#strict = strict;
  }

  /** The same but for what is declared; null: it stays. What is declared as one of the three is none of the others. */
  but(declared: {
    readonly [Word in 'accepted' | 'duplicate' | 'later']: readonly number[] | null;
  }): AnswerWords {
    const { accepted, duplicate, later } = declared;
    return new AnswerWords({
      accepted: accepted ?? this.#said.accepted,
      duplicate: duplicate ?? without(this.#said.duplicate ?? [409], [...(accepted ?? []), ...(later ?? [])]),
      later: later ?? without(this.#said.later, [...(accepted ?? []), ...(duplicate ?? [])]),
      strict: this.#said.strict,
    });
  }

  accepts(status: number): boolean {
    return this.#accepted === null ? status >= 200 && status < 300 : this.#accepted.has(status);
  }

  isDuplicate(status: number): boolean {
    return this.#duplicate.has(status);
  }

  /** The edge says that it has the reading, now or from before. */
  isDone(status: number): boolean {
    return this.accepts(status) || this.isDuplicate(status);
  }

  /** An answer after which the same request must not come again, that of a duplicate among them. */
  isPermanent(status: number): boolean {
    if (this.#duplicate.has(status)) return true;
    if (status < 400 || this.#later.has(status) || this.accepts(status)) return false;
    return this.#strict || (status < 500 && !RETRIED_4XX.has(status));
  }
}

function without(statuses: readonly number[], others: readonly number[]): readonly number[] {
  return statuses.filter((status) => !others.includes(status));
}

/** Every 2xx accepts, 409 tells of a duplicate, 4xx but 408, 425 and 429 refuse for good. */
export const USUAL_WORDS = new AnswerWords({ accepted: null, duplicate: null, later: [], strict: false });
