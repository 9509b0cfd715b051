import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import { clockInForce } from './faked-time.ts';
import type { OutsideClock } from './faked-time.ts';
import type { HeldTimer } from './holdings.ts';
import { Refable } from './refable.ts';
import { methodOf, methodWhere } from './replacement.ts';
import type { Replacement } from './replacement.ts';
import { currentScope } from './scope.ts';
import type { HostGlobals, Scope } from './scope.ts';
import { reportStrayError } from './stray-errors.ts';

type Callback = (...values: unknown[]) => void;
type Start = (callback: Callback, delayMs?: unknown, ...values: unknown[]) => unknown;
type Clear = (timer: unknown) => void;

interface Waiting {
  readonly signal?: AbortSignal;
}

/** What Node itself makes of any delay: whole milliseconds, 1 at least, and 1 for what is too much. */
function nodeDelayMs(delayMs: unknown): number {
  // Node multiplies, which makes a number of less than `Number` does.
  if (typeof delayMs === 'bigint')
    throw new TypeError('Cannot mix BigInt and other types, use explicit conversions');
  const asked = Number(delayMs);
  return asked >= 1 && asked <= 2_147_483_647 ? Math.trunc(asked) : 1;
}

/** fake-timers' own ids begin here, far above Node's. */
const VIRTUAL_IDS_FROM = 1e12;

/** Our types are of a language that knows no `Symbol.dispose` yet; each Node that we run on does. */
const disposeSymbol: unknown = Reflect.get(Symbol, 'dispose');
const DISPOSE = typeof disposeSymbol === 'symbol' ? disposeSymbol : Symbol('dispose');

interface HostScope extends Scope {
  readonly globals: HostGlobals;
}

interface TimerOptions {
  readonly clock: OutsideClock;
  readonly scope: HostScope;
  readonly repeats: boolean;
  /** Whether it is gone with whoever waits for it: nobody can clear it. */
  readonly fades?: boolean;
  readonly delayMs: number;
  readonly callback: Callback;
  readonly values: readonly unknown[];
}

/** A host's timer, with what Node's `Timeout` lets its owner do. It fires in the scope that set it, while that lives. */
class VirtualTimer extends Refable implements HeldTimer {
  readonly #options: TimerOptions;
  #id: number;
  #closed = false;

  constructor(options: TimerOptions) {
    super();
    this.#options = { ...options, callback: currentScope.keepContext(options.callback) };
    this.#id = this.#start();
  }

  get scope(): HostScope {
    return this.#options.scope;
  }

  get delayMs(): number {
    return this.#options.delayMs;
  }

  get repeats(): boolean {
    return this.#options.repeats;
  }

  refresh(): this {
    if (this.#closed) return this;
    this.#options.clock.timers.clearTimeout(this.#id);
    this.#id = this.#start();
    return this;
  }

  close(): this {
    this.#closed = true;
    this.scope.globals.holdings.timers.delete(this);
    this.#options.clock.timers.clearTimeout(this.#id);
    return this;
  }

  /** For `using`, by the symbol that Node has for it. */
  [DISPOSE](): void {
    this.close();
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }

  #start(): number {
    const { clock, repeats, delayMs, scope, fades = false } = this.#options;
    if (!fades) scope.globals.holdings.timers.add(this);
    const fire = (): void => this.#fire();
    return Number(repeats ? clock.timers.setInterval(fire, delayMs) : clock.timers.setTimeout(fire, delayMs));
  }

  #fire(): void {
    const { scope, callback, values, repeats } = this.#options;
    if (scope.globals.isHeld(() => this.#fire())) return;
    if (!repeats) scope.globals.holdings.timers.delete(this);
    if (!scope.globals.isAlive()) {
      this.close();
      return;
    }
    currentScope.run(scope, () => {
      try {
        // Node calls it as a method of its timer.
        Reflect.apply(callback, this, values);
      } catch (error) {
        reportStrayError(error);
      }
    });
  }
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function';
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
function start(real: Start, repeats: boolean, fades = false): Start {
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
      fades,
      delayMs: nodeDelayMs(delayMs),
      callback,
      values,
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
export function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' });
}

const realStart: { readonly timeout: Start; readonly interval: Start } = {
  timeout: methodOf(timers, 'setTimeout'),
  interval: methodOf(timers, 'setInterval'),
};
/** Taken now: later on, `timers` gives out what stands here. */
const { clearTimeout: realClearTimeout, clearInterval: realClearInterval } = timers;
const realClear: { readonly timeout: Clear; readonly interval: Clear } = {
  timeout: (timer) => Reflect.apply(realClearTimeout, undefined, [timer]),
  interval: (timer) => Reflect.apply(realClearInterval, undefined, [timer]),
};
const realPromises = { setTimeout: timersPromises.setTimeout };
const startTimeout = start(realStart.timeout, false);
/** Node lets go of the timer of an `AbortSignal.timeout` with the signal. */
export const startFading = start(realStart.timeout, false, true);
const startInterval = start(realStart.interval, true);
const clearTimeout = clear(realClear.timeout);
const clearInterval = clear(realClear.interval);

/** A host's wait, as `node:timers/promises` gives it. */
function wait<Value>(delayMs: unknown, value: Value, { signal }: Waiting): Promise<Value> {
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
async function* ticks<Value>(delayMs: unknown, value: Value, { signal }: Waiting): AsyncGenerator<Value> {
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

/** Whether Node takes these options of a wait without a look at anything else. */
function areUsual(delayMs: unknown, options: unknown): boolean {
  if (delayMs !== undefined && typeof delayMs !== 'number') return false;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return false;
  const { signal, ref }: { readonly signal?: unknown; readonly ref?: unknown } = options;
  // Whatever has an `aborted` is a signal to Node.
  const isSignal = typeof signal === 'object' && signal !== null && 'aborted' in signal;
  return (signal === undefined || isSignal) && (ref === undefined || typeof ref === 'boolean');
}

const ABORTED = AbortSignal.abort();

/** Lets Node refuse what it refuses. Which delays that are no numbers it takes, differs from line to line. */
async function refuseAsNode(delayMs: unknown, options: unknown): Promise<void> {
  const isObject = typeof options === 'object' && options !== null;
  const probe = isObject && areUsual(undefined, options) ? { ...options, signal: ABORTED } : options;
  try {
    await Reflect.apply(realPromises.setTimeout, undefined, [delayMs, undefined, probe]);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
  }
}

function waitingOf(options: unknown): Waiting {
  return typeof options === 'object' && options !== null ? options : {};
}

/** As `wait`, with whatever a host gives. What is usual is set going at once, in the order of the calls. */
function waitAsAsked(delayMs: unknown, value: unknown, options: unknown): Promise<unknown> {
  if (areUsual(delayMs, options)) return wait(delayMs, value, waitingOf(options));
  return refuseAsNode(delayMs, options).then(() => wait(delayMs, value, waitingOf(options)));
}

async function* ticksAsAsked(
  delayMs: unknown,
  value: unknown,
  options: unknown,
): AsyncGenerator<unknown, void, undefined> {
  if (!areUsual(delayMs, options)) await refuseAsNode(delayMs, options);
  yield* ticks(delayMs, value, waitingOf(options));
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

/**
 * Node of some lines tells of an error in a microtask without a word of whose it is, so it is caught where that is known.
 */
function caught(callback: Callback): Callback {
  return () => {
    try {
      callback();
    } catch (error) {
      reportStrayError(error);
    }
  };
}

/** All that waits for a time. Microtasks and ticks stay real: they take no time, and streams hang without them. */
export const TIMERS: readonly Replacement[] = [
  methodWhere(isVirtual, globalThis, 'queueMicrotask', ({ given: [callback], real }) =>
    isCallback(callback) ? real([caught(callback)]) : real(),
  ),
  ...[globalThis, timers].flatMap((target) =>
    Object.entries(CALLBACKS).map(([name, value]) => ({ target, name, value })),
  ),
  methodWhere(isVirtual, timersPromises, 'setTimeout', ({ given: [delayMs, value, options = {}] }) =>
    waitAsAsked(delayMs, value, options),
  ),
  methodWhere(isVirtual, timersPromises, 'setInterval', ({ given: [delayMs, value, options = {}] }) =>
    ticksAsAsked(delayMs, value, options),
  ),
  methodWhere(isVirtual, timersPromises.scheduler, 'wait', ({ self, given: [delayMs, options = {}], real }) =>
    self === timersPromises.scheduler ? waitAsAsked(delayMs, undefined, options) : real(),
  ),
  methodWhere(isVirtual, AbortSignal, 'timeout', ({ given: [delayMs], real }) => {
    // It takes whole numbers of 32 bits, and Node says best what is wrong with all others.
    if (typeof delayMs !== 'number' || delayMs >>> 0 !== delayMs) real();
    const controller = new AbortController();
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    startFading(() => controller.abort(reason), Number(delayMs));
    return controller.signal;
  }),
];
