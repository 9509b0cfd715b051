/** By lower-case name, as Node gives incoming headers. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request without its body. */
export interface RequestHead {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: RequestHeaders;
  /** The names in the certificate that its connection was made with; none where there was none. */
  readonly certified?: readonly string[];
}

/** A whole request, free of any transport. */
export interface IngestRequest extends RequestHead {
  /** Null when the transport stopped reading because it was longer than `bodyBytesMax`. */
  readonly body: Uint8Array | string | null;
  /** The value that `body` is the JSON text of, where it is at hand. */
  readonly message?: unknown;
}
