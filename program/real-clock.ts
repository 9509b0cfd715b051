import type { PlainClock } from '../ports/index.ts';

/** The machine's clock and Node's timers. */
export const realClock: PlainClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  // Rounded up: Node would cut the fraction off and wake early, below what a backoff promises.
  setTimeout: (callback, delayMs) => setTimeout(callback, Math.ceil(delayMs)),
  clearTimeout: (handle) => {
    if (isTimeout(handle)) clearTimeout(handle);
  },
};

/** Calls back when this turn of the event loop has handled all that had come in. */
export function afterTurn(then: () => void): void {
  setImmediate(then);
}

function isTimeout(handle: unknown): handle is NodeJS.Timeout {
  return typeof handle === 'object' && handle !== null && 'hasRef' in handle;
}
