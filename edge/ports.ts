/** A timer that `setTimeout` gave; opaque to its owner. */
export type TimerHandle = unknown;

/** The time the edge lives by: real in production, virtual in a simulation. */
export interface Clock {
  /** Milliseconds since the Unix epoch. Only compared with the timestamps of readings. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. All durations and expiries go by it. */
  monotonic(): number;
  setTimeout(callback: () => void, delayMs: number): TimerHandle;
  clearTimeout(handle: TimerHandle): void;
}

/** The chance the edge lives by. */
export interface Random {
  /** Uniform on [0, 1). `key` tells several draws of one purpose apart within one request. */
  draw(purpose: string, ...key: readonly number[]): number;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One structured event. Field names are snake_case; no payloads, no secrets. Must not throw. */
export interface Log {
  (level: LogLevel, event: string, fields: Readonly<Record<string, unknown>>): void;
  /** Whether a line like this would be written; asked before the line is made. Without it all are. */
  readonly hears?: (level: LogLevel, event: string) => boolean;
}
