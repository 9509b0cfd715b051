import { epochMsFromUs, msFromUs, usFromMs } from '../kernel/index.ts';
import type { EntryId, Kernel } from '../kernel/index.ts';
import type { Clock, TimerHandle } from '../../ports/index.ts';
import { OpenList } from '../../lists/open-list.ts';
import type { Listed } from '../../lists/open-list.ts';
import type { HeldTimer } from './holdings.ts';
import { currentScope } from './scope.ts';
import type { Scope } from './scope.ts';
import { reportStrayError } from './stray-errors.ts';
import { WallClockError } from './wall-clock-error.ts';

/** setTimeout's own limit: 2^31 − 1 ms. */
const DELAY_MS_MAX = 2_147_483_647;

/**
 * What is no delay means "as soon as possible"; of one that is too long Node makes 1 ms, so nobody may count on it. The rest of
 * a time that was rounded passes too: who waits until it is over would ask for it again and again, at one instant.
 */
function delayUs(delayMs: number): number {
  if (delayMs > DELAY_MS_MAX) return usFromMs(1);
  return delayMs > 0 ? Math.max(1, usFromMs(delayMs)) : 0;
}

/** A timer that is set; also the handle that its owner gets. */
class Timer implements Listed<Timer>, HeldTimer {
  previous: Timer | null = null;
  next: Timer | null = null;
  listed = false;
  entry: EntryId = 0;
  readonly clock: HostClock;
  readonly callback: () => void;
  /** Whose code set it. */
  readonly scope: Scope | undefined;
  readonly delayMs: number;
  readonly repeats = false;

  constructor(clock: HostClock, callback: () => void, scope: Scope | undefined, delayMs: number) {
    this.delayMs = delayMs;
    this.clock = clock;
    this.callback = callback;
    this.scope = scope;
  }
}

function call({ scope, callback }: Timer): void {
  if (scope === undefined) callback();
  else currentScope.run(scope, callback);
}

interface HostClockOptions {
  readonly keepsContext?: boolean;
  /** Of the machine; right unless told. */
  readonly error?: WallClockError;
  /** When the process began, in kernel time. Default: with the world. */
  readonly sinceUs?: number;
}

/** The virtual clock of one boot of one host. Its timers die with it. */
export class HostClock implements Clock {
  /** When the process began, in kernel time: where its monotonic clock does. */
  readonly sinceUs: number;
  readonly #kernel: Kernel;
  /** Timers of one host that are due at once fire in the order in which they were set, as Node has it. */
  readonly #owner: number;
  readonly #pending = new OpenList<Timer>();
  /** Whether who sets timers may keep something in the async context. Our own programs do not. */
  readonly #keepsContext: boolean;
  readonly #error: WallClockError;
  /** Whether what its timers call does all of its work within the call. */
  synchronous = false;
  #stopped = false;
  /** Timers that were due while the process stood still, in the order in which they were; null: it does not. */
  #frozen: Timer[] | null = null;

  constructor(
    kernel: Kernel,
    { keepsContext = true, error = new WallClockError(), sinceUs = 0 }: HostClockOptions = {},
  ) {
    this.sinceUs = sinceUs;
    this.#kernel = kernel;
    this.#owner = kernel.newOwner();
    this.#keepsContext = keepsContext;
    this.#error = error;
  }

  /** Timers that are set and have not fired. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Those timers, in the order in which they were set. */
  get timers(): Iterable<HeldTimer> {
    return this.#pending;
  }

  now(): number {
    const { nowUs } = this.#kernel;
    return epochMsFromUs(nowUs) + this.#error.aheadMs(nowUs);
  }

  monotonic(): number {
    return msFromUs(this.#kernel.nowUs - this.sinceUs);
  }

  setTimeout(callback: () => void, delayMs: number): TimerHandle {
    if (this.#stopped) return null;
    const keeps = this.#keepsContext && !this.synchronous;
    const kept = keeps ? currentScope.keepContext(callback) : callback;
    const timer = new Timer(this, kept, currentScope.getStore(), delayMs);
    timer.entry = this.#kernel.after(delayUs(delayMs), () => this.#fire(timer), this.#owner);
    this.#pending.add(timer);
    return timer;
  }

  clearTimeout(handle: TimerHandle): void {
    // Handles are opaque to hosts; only what this clock gave is found among the pending.
    if (!(handle instanceof Timer) || handle.clock !== this) return;
    if (this.#pending.remove(handle)) this.#kernel.cancel(handle.entry);
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

  /** The process stands still: nothing fires until `thaw`, and then all that was due. Time goes on. */
  freeze(): void {
    this.#frozen ??= [];
  }

  thaw(): void {
    const due = this.#frozen ?? [];
    this.#frozen = null;
    for (const timer of due) {
      if (timer.listed) timer.entry = this.#kernel.after(0, () => this.#fire(timer), this.#owner);
    }
  }

  /** The host crashed: nothing it set fires any more. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#pending.takeAll()) this.#kernel.cancel(timer.entry);
  }

  #fire(timer: Timer): void {
    if (this.#frozen !== null) {
      this.#frozen.push(timer);
      return;
    }
    this.#pending.remove(timer);
    if (this.synchronous) {
      call(timer);
      return;
    }
    this.#kernel.unsettle();
    try {
      call(timer);
    } catch (error) {
      // In a host, nobody stands above a timer.
      if (timer.scope === undefined) throw error;
      currentScope.run(timer.scope, () => reportStrayError(error));
    }
  }
}
