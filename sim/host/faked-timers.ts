import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { clockInForce } from './faked-time.ts';
import type { OutsideClock } from './faked-time.ts';
import { replacement } from './replacement.ts';
import type { Replacement } from './replacement.ts';
import { currentScope } from './scope.ts';
import type { HostGlobals, Scope } from './scope.ts';
import { reportStrayError } from './stray-errors.ts';

type Callback = (...values: unknown[]) => void;
type Start = (callback: Callback, delayMs?: number, ...values: unknown[]) => unknown;
type Clear = (timer: unknown) => void;

interface Waiting {
  readonly signal?: AbortSignal;
}

/** What Node itself makes of any delay: whole milliseconds, 1 at least, and 1 for what is too much. */
function nodeDelayMs(delayMs: unknown): number {
  const asked = Number(delayMs);
  return asked >= 1 && asked <= 2_147_483_647 ? Math.trunc(asked) : 1;
}

/** fake-timers' own ids begin here, far above Node's. */
const VIRTUAL_IDS_FROM = 1e12;

interface HostScope extends Scope {
  readonly globals: HostGlobals;
}

interface TimerOptions {
  readonly clock: OutsideClock;
  readonly scope: HostScope;
  readonly repeats: boolean;
  readonly delayMs: number;
  readonly callback: () => void;
}

/** A host's timer, with what Node's `Timeout` lets its owner do. It fires in the scope that set it, while that lives. */
class VirtualTimer {
  readonly #options: TimerOptions;
  #id: number;
  #closed = false;
  #refed = true;

  constructor(options: TimerOptions) {
    this.#options = { ...options, callback: currentScope.keepContext(options.callback) };
    this.#id = this.#start();
  }

  ref(): this {
    this.#refed = true;
    return this;
  }

  unref(): this {
    this.#refed = false;
    return this;
  }

  hasRef(): boolean {
    return this.#refed;
  }

  refresh(): this {
    if (this.#closed) return this;
    this.#options.clock.timers.clearTimeout(this.#id);
    this.#id = this.#start();
    return this;
  }

  close(): this {
    this.#closed = true;
    this.#options.clock.timers.clearTimeout(this.#id);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }

  #start(): number {
    const { clock, repeats, delayMs } = this.#options;
    const fire = (): void => this.#fire();
    return Number(repeats ? clock.timers.setInterval(fire, delayMs) : clock.timers.setTimeout(fire, delayMs));
  }

  #fire(): void {
    const { scope, callback } = this.#options;
    if (!scope.globals.isAlive()) {
      this.close();
      return;
    }
    currentScope.run(scope, () => {
      try {
        callback();
      } catch (error) {
        reportStrayError(error);
      }
    });
  }
}

function hostScope(): HostScope | null {
  const scope = currentScope.getStore();
  return scope === undefined || scope.globals === null ? null : { ...scope, globals: scope.globals };
}

/** Whether the code at hand is a host's, in a run. */
function isVirtual(): boolean {
  return clockInForce() !== null && hostScope() !== null;
}

/** A timer of a host is virtual; one of anybody else (a progress bar, a test runner) is real. */
function start(real: Start, repeats: boolean): Start {
  return (callback, delayMs, ...values) => {
    const clock = clockInForce();
    const scope = hostScope();
    // What is no function is refused in Node's own words.
    if (clock === null || scope === null || typeof callback !== 'function') {
      return real(callback, delayMs, ...values);
    }
    return new VirtualTimer({
      clock,
      scope,
      repeats,
      delayMs: nodeDelayMs(delayMs),
      callback: () => callback(...values),
    });
  };
}

function clear(real: Clear): Clear {
  return (timer) => {
    if (timer instanceof VirtualTimer) {
      timer.close();
      return;
    }
    if ((typeof timer === 'number' || typeof timer === 'string') && Number(timer) >= VIRTUAL_IDS_FROM) {
      clockInForce()?.timers.clearTimeout(Number(timer));
      return;
    }
    real(timer);
  };
}

/** As Node's own: the caller gave up. */
function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}

const realStart: { readonly timeout: Start; readonly interval: Start } = {
  timeout: timers.setTimeout,
  interval: timers.setInterval,
};
/** Taken now: later on, `timers` gives out what stands here. */
const { clearTimeout: realClearTimeout, clearInterval: realClearInterval } = timers;
const realClear: { readonly timeout: Clear; readonly interval: Clear } = {
  timeout: (timer) => Reflect.apply(realClearTimeout, undefined, [timer]),
  interval: (timer) => Reflect.apply(realClearInterval, undefined, [timer]),
};
const realPromises = { setTimeout: timersPromises.setTimeout, setInterval: timersPromises.setInterval };
const startTimeout = start(realStart.timeout, false);
const startInterval = start(realStart.interval, true);
const clearTimeout = clear(realClear.timeout);
const clearInterval = clear(realClear.interval);

/** A host's wait, as `node:timers/promises` gives it. */
function wait<Value>(delayMs: number | undefined, value: Value, { signal }: Waiting): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      if (signal !== undefined) reject(abortError(signal));
    };
    const timer = startTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    }, delayMs);
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** A host's ticks, as `node:timers/promises` gives them: those that come while the consumer is busy are kept for it. */
async function* ticks<Value>(
  delayMs: number | undefined,
  value: Value,
  { signal }: Waiting,
): AsyncGenerator<Value> {
  let due = 0;
  let wake = (): void => {};
  const timer = startInterval(() => {
    due += 1;
    wake();
  }, delayMs);
  const onAbort = (): void => wake();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      if (signal?.aborted === true) throw abortError(signal);
      if (due === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      due -= 1;
      yield value;
    }
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

/** `promisify(setTimeout)` is older than `node:timers/promises`, and as common. */
Object.defineProperty(startTimeout, promisify.custom, {
  get: () => timersPromises.setTimeout,
});

const CALLBACKS: Readonly<Record<string, unknown>> = {
  setTimeout: startTimeout,
  setInterval: startInterval,
  clearTimeout,
  clearInterval,
};

/** All that waits. Microtasks, ticks and immediates stay real: they take no time, and streams hang without them. */
export const TIMERS: readonly Replacement[] = [
  ...[globalThis, timers].flatMap((target) =>
    Object.entries(CALLBACKS).map(([name, value]) => ({ target, name, value })),
  ),
  {
    target: timersPromises,
    name: 'setTimeout',
    value: (delayMs?: number, value?: unknown, options: Waiting = {}) =>
      isVirtual() ? wait(delayMs, value, options) : realPromises.setTimeout(delayMs, value, options),
  },
  {
    target: timersPromises,
    name: 'setInterval',
    value: (delayMs?: number, value?: unknown, options: Waiting = {}) =>
      isVirtual() ? ticks(delayMs, value, options) : realPromises.setInterval(delayMs, value, options),
  },
  replacement(timersPromises.scheduler, 'wait', (real) => {
    const realWait = real.bind(timersPromises.scheduler);
    return (delayMs, options = {}) =>
      isVirtual() ? wait(delayMs, undefined, options) : realWait(delayMs ?? 0, options);
  }),
  replacement(AbortSignal, 'timeout', (real) => {
    const realTimeout = real.bind(AbortSignal);
    return (delayMs) => {
      if (!isVirtual()) return realTimeout(delayMs);
      const controller = new AbortController();
      const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
      startTimeout(() => controller.abort(reason), delayMs);
      return controller.signal;
    };
  }),
];
