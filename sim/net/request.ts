/** A request on the wire, as the client sent it or as the network left it. */
export interface Request {
  readonly method: string;
  /** Path and query, e.g. `/ingest`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** The value that `body` is the JSON text of, where the client has it at hand and nothing has damaged the body. */
  readonly message?: unknown;
  /** Of the message in the body; null when that is no valid message. */
  readonly timestamp: string | null;
}

/** An answer on the wire. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The value that `body` is the JSON text of, where it is at hand. */
  readonly value?: unknown;
  /** The Retry-After header as it stands, null without one. */
  readonly retryAfter: string | null;
  /** Whether the body names the device and sequence id of the request. */
  readonly echoed: boolean;
}
