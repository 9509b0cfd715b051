/** A request as it came over the wire. Header names are in lower case. */
export interface EdgeRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** The value that `body` is the JSON text of, where the client had it at hand and nothing has damaged the body. */
  readonly message?: unknown;
  /** The address of the client, as the edge's end of the connection shows it. Without it: the machine of the edge. */
  readonly remoteAddress?: string | undefined;
}

/** Header names are in lower case. */
export interface EdgeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body where it is no text, which `body` can't hold. */
  readonly bytes?: Uint8Array | undefined;
  /** The value that `body` is the JSON text of, where it is at hand: then nobody parses `body`. */
  readonly value?: unknown;
}

/** A request whose head has come before its body, as an edge without HTTP has it. One of the two is called, or neither. */
export interface BegunExchange {
  /** The body is there. */
  whole(request: EdgeRequest): EdgeAnswer | Promise<EdgeAnswer>;
  /** The connection ended before the body did. */
  aborted(): void;
}
