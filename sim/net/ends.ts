import type { Cause } from '../trace/index.ts';
import type { Answer } from './request.ts';

/** How the body of an answer comes whose head is there. */
export interface Coming {
  /** From its head to its last byte, or to where it breaks off, in µs. */
  readonly us: number;
  /** How much of the body comes, from 0 to 1. */
  readonly share: number;
  /** Where it breaks off, the other end closes the connection in good order: no error of a socket tells of it. */
  readonly closes: boolean;
}

/** The client's end of an attempt. The fabric calls exactly one end of an attempt, or none at all, never at once. */
export interface ClientEnd {
  /** An endless one only begins: the attempt is over when the client abandons it. */
  answered(answer: Answer): void;
  /** The head is there and the body is on its way; `answered` follows, or `reset` where it breaks off. */
  begun(answer: Answer, coming: Coming): void;
  refused(): void;
  reset(): void;
}

/** What becomes of a delivery: exactly one of the two. */
export interface DeliveryEnd {
  answered(answer: Answer): void;
  /** The connection broke before an answer. */
  broken(by: Cause): void;
}

/** A request at the edge, for whoever knows that its client is gone. */
export interface AtEdge {
  /** The client closed the connection. Changes nothing for a request that is answered. */
  hungUp(): void;
}
