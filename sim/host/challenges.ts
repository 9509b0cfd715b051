import { asksWho } from './wire/answer-words.ts';

/** Headers as they are sent, by lower-case name. */
type Headers = Readonly<Record<string, string>>;

/**
 * Requests of one device that the edge answered with 401: it wants to know first who asks. Who sends the same reading again with
 * other credentials does as that answer says, and retries nothing (RFC 9110 §15.5.2).
 */
export class Challenges {
  /** The credentials that were not enough, by reading. */
  readonly #open = new Map<number, string | undefined>();

  answered(reading: number | null, headers: Headers, status: number): void {
    if (reading !== null && asksWho(status)) this.#open.set(reading, headers['authorization']);
  }

  /** Whether this request is what a 401 asked for. */
  isMetBy(reading: number | null, headers: Headers): boolean {
    if (reading === null || !this.#open.has(reading)) return false;
    const before = this.#open.get(reading);
    this.#open.delete(reading);
    const { authorization } = headers;
    return authorization !== undefined && authorization !== before;
  }
}
