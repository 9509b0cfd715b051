/** One transmission of one reading. */
export interface SendRequest {
  readonly url: string;
  readonly deviceId: string;
  /** The reading's true number, also where `message` carries a wrong one. */
  readonly sequenceId: number;
  /** The same of the readings behind it, where `message` is a list of many. */
  readonly others?: readonly number[] | undefined;
  readonly correlationId: string;
  /** Since this boot, from 0. */
  readonly attempt: number;
  /** A second copy of a reading that the edge has acknowledged already. */
  readonly copy: boolean;
  /** The value that `body` is the JSON text of: a `Message`, unless the reading was made invalid, or a list of them. */
  readonly message: unknown;
  readonly body: string;
  /** After so many milliseconds without the whole answer the attempt is given up: `no-answer`, `timeout`. */
  readonly timeoutMs: number;
}

/**
 * Why there was no answer. `unreachable`: no route or no such name; `insecure`: TLS could not be agreed on, or a certificate
 * is not believed; `too_long`: an answer that no edge gives; `failed`: any other fault of the transport.
 */
export type NoAnswerReason =
  | 'timeout'
  | 'refused'
  | 'reset'
  | 'unreachable'
  | 'insecure'
  | 'too_long'
  | 'failed';

/** How one transmission ended. */
export type SendOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The Retry-After header as it came. */
      readonly retryAfter: string | null;
      readonly body: string;
      /** The Content-Type header as it came; null, or left out, without one. */
      readonly contentType?: string | null;
      /** The value that `body` is the JSON text of, where it is at hand: then nobody parses `body`. */
      readonly value?: unknown;
    }
  | {
      readonly kind: 'no-answer';
      readonly reason: NoAnswerReason;
      /** What the transport said, in one line, where it said anything. */
      readonly cause?: string;
    };

/**
 * Transmits, and calls `done` exactly once unless it is cancelled first; it may do so before it returns. Keeps to
 * `timeoutMs` and never throws. Returns the cancel function, which gives the transmission up in silence.
 */
export type Send = (request: SendRequest, done: (outcome: SendOutcome) => void) => () => void;
