/** The structural part of WHATWG `fetch` that telemetry clients use; the real one satisfies it. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** A redirect is an answer to judge, not an order: following one would carry readings to a captive portal. */
  readonly redirect?: 'manual' | 'follow' | 'error';
}

export interface FetchResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  json(): Promise<unknown>;
  /** Null: there is none. Left out by who can give it only as a whole. */
  readonly body?: ReadableStream<Uint8Array> | null;
}
