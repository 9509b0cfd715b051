import type { Cause, DeliveryKey, FaultName } from '../trace/index.ts';
import type { AtEdge, DeliveryEnd } from './ends.ts';
import type { OpenAttempt } from './open-attempt.ts';
import type { Answer, Request } from './request.ts';

/** Who is told how deliveries end: one for all of them. */
export interface DeliveryEnds {
  readonly answered: (delivery: Delivery, answer: Answer) => void;
  readonly broken: (delivery: Delivery, by: Cause) => void;
}

/** A request at the edge, and how it ends. */
export class Delivery implements DeliveryKey, DeliveryEnd {
  readonly device: string;
  readonly reading: number | null;
  readonly attempt: number;
  /** 0 for the original. */
  readonly copy: number;
  readonly of: OpenAttempt;
  /** The fault that breaks the connection once the edge has answered; null without one. */
  readonly resetBy: FaultName | null;
  readonly #ends: DeliveryEnds;

  constructor(ends: DeliveryEnds, of: OpenAttempt, copy: number, resetBy: FaultName | null) {
    this.#ends = ends;
    const { device, reading, attempt } = of.key;
    this.device = device;
    this.reading = reading;
    this.attempt = attempt;
    this.copy = copy;
    this.of = of;
    this.resetBy = resetBy;
  }

  answered(answer: Answer): void {
    this.#ends.answered(this, answer);
  }

  broken(by: Cause): void {
    this.#ends.broken(this, by);
  }
}

/** The edge's end. */
export interface EdgeEnd {
  readonly isUp: () => boolean;
  /** A delivery is its own end. Null: it is over already. */
  readonly deliver: (delivery: Delivery, request: Request) => AtEdge | null;
}
