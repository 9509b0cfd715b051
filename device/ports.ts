/** A timer that `setTimeout` gave; opaque to its owner. */
export type TimerHandle = unknown;

/** Time as this device sees it. */
export interface Clock {
  /** Milliseconds since the Unix epoch, by the device's wall clock, which may be wrong or step. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonic(): number;
  /** Calls back after `delayMs` or later, never from within `setTimeout`. */
  setTimeout(callback: () => void, delayMs: number): TimerHandle;
  clearTimeout(handle: TimerHandle): void;
}

/** Chance, drawn by key: the same purpose and key give the same number, whatever else was drawn. */
export interface Random {
  /** Uniform on [0, 1). */
  draw(purpose: string, ...key: readonly number[]): number;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One structured event. Field names are snake_case; no payloads, no secrets. */
export interface Log {
  (level: LogLevel, event: string, fields: Readonly<Record<string, unknown>>): void;
  /** Whether a line like this would be written; asked before the line is made. Without it all are. */
  readonly hears?: (level: LogLevel, event: string) => boolean;
}

/** Survives a crash, as far as it was synced. Names are any strings; contents are text. */
export interface Disk {
  read(name: string): string | undefined;
  write(name: string, content: string): void;
  remove(name: string): void;
  /** All names that begin with `prefix`, sorted by code unit. */
  list(prefix: string): readonly string[];
  /**
   * Makes all writes and removals so far durable, in their order: a crash in the middle leaves a first part of
   * them. What was not synced when a crash comes is gone.
   */
  sync(): void;
}

/** The structural part of WHATWG `fetch` that the device uses; the real one satisfies it. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  /** A redirect is an answer to judge, not an order: following one would carry readings to a captive portal. */
  readonly redirect: 'manual';
}

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}
