/** A timer that `setTimeout` gave; opaque to its owner. */
export type TimerHandle = unknown;

/** Time as a host sees it. In a simulation it is virtual, and stands still while code runs. */
export interface Clock {
  /** Milliseconds since the Unix epoch, by this host's wall clock (which may be skewed or step). */
  now(): number;
  /** Milliseconds since the process began; never goes back while it runs. Use it for durations and expiry, and keep it on no disk. */
  monotonic(): number;
  /** Calls back after `delayMs` or later, never from within `setTimeout`. */
  setTimeout(callback: () => void, delayMs: number): TimerHandle;
  clearTimeout(handle: TimerHandle): void;
  /** Resolves after `delayMs`; rejects with the signal's reason as soon as it is aborted. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** A clock for code that makes no promises, such as our own device and edge: a real one need not know how to sleep. */
export type PlainClock = Omit<Clock, 'sleep'>;
