import { epochMsFromUs, msFromUs, usFromMs } from '../kernel/index.ts';
import type { EntryId, Kernel } from '../kernel/index.ts';
import type { Clock, TimerHandle } from './ports.ts';
import { currentScope } from './scope.ts';

/** setTimeout's own limit: 2^31 − 1 ms. */
const DELAY_MS_MAX = 2_147_483_647;

/** Anything that is no usable delay means "as soon as possible", as it does for `setTimeout`. */
function delayUs(delayMs: number): number {
  return delayMs > 0 && delayMs <= DELAY_MS_MAX ? usFromMs(delayMs) : 0;
}

/** The virtual clock of one boot of one host. Its timers die with it. */
export class HostClock implements Clock {
  readonly #kernel: Kernel;
  readonly #pending = new Set<EntryId>();
  /** Whether what its timers call does all of its work within the call. */
  synchronous = false;
  #stopped = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Timers that are set and have not fired. */
  get pending(): number {
    return this.#pending.size;
  }

  now(): number {
    return epochMsFromUs(this.#kernel.nowUs);
  }

  monotonic(): number {
    return msFromUs(this.#kernel.nowUs);
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    if (this.#stopped) return null;
    const scope = currentScope.getStore();
    const entry = this.#kernel.after(delayUs(delayMs), () => {
      this.#pending.delete(entry);
      if (!this.synchronous) this.#kernel.unsettle();
      if (scope === undefined) callback();
      else currentScope.run(scope, callback);
    });
    this.#pending.add(entry);
    return entry;
  }

  clearTimeout(handle: TimerHandle): void {
    // Handles are opaque to hosts; only what this clock gave is found among the pending.
    if (typeof handle === 'number' && this.#pending.delete(handle)) this.#kernel.cancel(handle);
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = (): void => {
        this.clearTimeout(handle);
        reject(signal?.reason);
      };
      const handle = this.setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, delayMs);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** The host crashed: nothing it set fires any more. */
  stop(): void {
    this.#stopped = true;
    for (const entry of this.#pending) this.#kernel.cancel(entry);
    this.#pending.clear();
  }
}
