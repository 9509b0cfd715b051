import type { ValueBody } from './message/value-body.ts';

/** By lower-case name, as Node gives incoming headers. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request without its body. */
export interface RequestHead {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: RequestHeaders;
}

/** A whole request, free of any transport. */
export interface IngestRequest extends RequestHead {
  /** `over-limit` when the transport stopped reading because the body was longer than `bodyBytesMax`. */
  readonly body: Uint8Array | ValueBody | 'over-limit';
}
