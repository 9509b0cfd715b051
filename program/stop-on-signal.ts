import { realClock } from './real-clock.ts';

/**
 * npm hands on what its whole process group has got already: a signal so soon after the first is the same one. A later
 * one ends the process at once.
 */
const SAME_SIGNAL_MS = 1_000;

/** Of this process; null before the first signal. */
let stoppingSinceMs: number | null = null;

export function isStopping(): boolean {
  return stoppingSinceMs !== null;
}

/**
 * Calls `stop` at the first SIGINT, SIGTERM or SIGHUP (the terminal is gone); a second one ends the process with 130, 143 or 129.
 * Node takes back what a parent had ignored, so that `nohup` kept no program from a hang-up before.
 */
export function stopOnSignal(stop: (signal: NodeJS.Signals) => void): void {
  // Node would open its debugger, to whoever may connect to this machine.
  process.on('SIGUSR1', () => {});
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      if (stoppingSinceMs === null) {
        stoppingSinceMs = realClock.monotonic();
        stop(signal);
      } else if (realClock.monotonic() - stoppingSinceMs > SAME_SIGNAL_MS) process.exit(code);
    });
  }
}
