import type { AttemptKey, Cause, FaultName } from '../trace/index.ts';
import type { ClientEnd, DeliveryEnd } from './ends.ts';
import type { Answer, Request } from './request.ts';

/** One attempt, as the network sees it. */
export interface OpenAttempt {
  readonly key: AttemptKey;
  readonly deviceIndex: number;
  readonly request: Request;
  readonly client: ClientEnd;
  /** Open until the client knows an end, gives up, or is gone. */
  state: 'open' | 'over' | 'abandoned' | 'device-gone';
}

/** Who is told how deliveries end: one for all of them. */
export interface DeliveryEnds {
  readonly answered: (
    attempt: OpenAttempt,
    answer: Answer,
    isCopy: boolean,
    resetBy: FaultName | null,
  ) => void;
  readonly broken: (attempt: OpenAttempt, by: Cause, isCopy: boolean) => void;
}

/** A request at the edge. A class, because closures made for each cost more than what they do. */
export class Delivery implements DeliveryEnd {
  readonly #ends: DeliveryEnds;
  readonly #attempt: OpenAttempt;
  readonly #isCopy: boolean;
  readonly #resetBy: FaultName | null;

  constructor(ends: DeliveryEnds, attempt: OpenAttempt, isCopy: boolean, resetBy: FaultName | null) {
    this.#ends = ends;
    this.#attempt = attempt;
    this.#isCopy = isCopy;
    this.#resetBy = resetBy;
  }

  answered(answer: Answer): void {
    this.#ends.answered(this.#attempt, answer, this.#isCopy, this.#resetBy);
  }

  broken(by: Cause): void {
    this.#ends.broken(this.#attempt, by, this.#isCopy);
  }
}
