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
  /** The head has come, the body never ends: the client goes on reading until it gives up. */
  readonly endless?: true;
}

/** 0xFF never occurs in UTF-8, so whatever byte it replaces, no valid text is left. What is no text may have one there. */
export function damaged(request: Request, at: number): Request {
  const bytes = Buffer.from(request.body);
  const place = Math.floor(at * bytes.length);
  bytes[place] = bytes[place] === 0xff ? 0 : 0xff;
  return { ...request, body: bytes, message: undefined };
}
