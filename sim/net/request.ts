import type { EdgeAnswer, EdgeRequest } from '../../ports/index.ts';

/** A request on the wire, as the client sent it or as the network left it. */
export interface Request extends EdgeRequest {
  /** Of the message in the body; null when that is no valid message. */
  readonly timestamp: string | null;
}

/** An answer on the wire. */
export interface Answer extends EdgeAnswer {
  /** The Retry-After header as it stands, null without one. */
  readonly retryAfter: string | null;
  /** Whether the body names the device and sequence id of the request. */
  readonly echoed: boolean;
}
