import type { EdgeAnswer, EdgeRequest } from '../../ports/index.ts';
import type { ComingRequest } from './coming-request.ts';
import type { Connection } from './connection.ts';

/** What an answer says of one of the readings that its request carries. */
export interface ItemAnswer {
  readonly status: number;
  /** Whether it names the reading. */
  readonly echoed: boolean;
}

/** What an answer says of the readings of its request. */
export interface AnswerJudged {
  readonly echoed: boolean;
  /** Of each, the first among them; null: its status holds for all. */
  readonly items: readonly ItemAnswer[] | null;
}

/** Whether the edge has stored a reading of the one device that a request is from, as it says at this instant. */
export type StoredNow = (reading: number) => boolean;

/**
 * An attempt at another reading in the same request: what happens to the request happens to it. Faults draw once for a
 * request, by the attempt at its first reading.
 */
export interface Companion {
  readonly reading: number;
  readonly attempt: number;
  readonly timestamp: string | null;
}

/** A request on the wire, as the client sent it or as the network left it. */
export interface Request extends EdgeRequest {
  /** Of the message in the body; null when that is no valid message. */
  readonly timestamp: string | null;
  /** The readings that its list holds beside that of its attempt. Without it: it is no list. */
  readonly others?: readonly Companion[] | undefined;
  /** What it is sent over. Without it: one of its own. */
  readonly connection?: Connection | undefined;
  /** Its head comes first. Without it: it comes as a whole. */
  readonly coming?: ComingRequest | undefined;
  /**
   * Reads the edge's answer to it; `stored` gives null of an edge that does not say what it stored. Without it an answer is
   * read as our own edge gives it.
   */
  readonly judge?: ((answer: EdgeAnswer, stored: () => StoredNow | null) => AnswerJudged) | undefined;
}

/** As an answer names it. */
export interface NamedReading {
  readonly device: string;
  readonly reading: number;
}

/** An answer on the wire. */
export interface Answer extends EdgeAnswer {
  /** The Retry-After header as it stands, null without one. */
  readonly retryAfter: string | null;
  /** Whether the body names the device and sequence id of the request. */
  readonly echoed: boolean;
  /** The reading that a 2xx names, where that is another. */
  readonly named?: NamedReading | undefined;
  /** What it says of each reading of its request, the first among them. Without it its status holds for all. */
  readonly items?: readonly ItemAnswer[] | undefined;
  /** The head has come, the body never ends: the client goes on reading until it gives up. Of one that stalls nothing more comes. */
  readonly endless?: 'drips' | 'stalls';
}

/** 0xFF never occurs in UTF-8, so whatever byte it replaces, no valid text is left. What is no text may have one there. */
export function damaged(request: Request, at: number): Request {
  const bytes = Buffer.from(request.body);
  const place = Math.floor(at * bytes.length);
  bytes[place] = bytes[place] === 0xff ? 0 : 0xff;
  return { ...request, body: bytes, message: undefined };
}
