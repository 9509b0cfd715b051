import type { Cause } from '../trace/index.ts';
import type { Delivery } from './delivery.ts';
import type { Answer, Request } from './request.ts';

/** The client's end of an attempt. The fabric calls exactly one of these, or none at all, never at once. */
export interface ClientEnd {
  answered(answer: Answer): void;
  refused(): void;
  reset(): void;
}

/** What becomes of a delivery: exactly one of the two. */
export interface DeliveryEnd {
  answered(answer: Answer): void;
  /** The connection broke before an answer. */
  broken(by: Cause): void;
}

/** The edge's end. */
export interface EdgeEnd {
  readonly isUp: () => boolean;
  /** A delivery is its own end. */
  readonly deliver: (delivery: Delivery, request: Request) => void;
}
