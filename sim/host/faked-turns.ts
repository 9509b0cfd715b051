import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { abortError } from './faked-timers.ts';
import { continuation, hold, isCall } from './held-calls.ts';
import type { Call } from './held-calls.ts';
import type { Held } from './interleaving.ts';
import { Refable } from './refable.ts';
import { replacement } from './replacement.ts';
import type { Replacement } from './replacement.ts';

/** A host's immediate, with what Node's `Immediate` lets its owner do. */
class VirtualImmediate extends Refable {
  readonly #held: Held;

  constructor(held: Held) {
    super();
    this.#held = held;
  }

  /** What `clearImmediate` does. */
  clear(): void {
    this.#held.drop();
  }
}

function immediate(real: Call): Call {
  const faked: Call = (callback, ...values) => {
    const held = isCall(callback) ? hold('turn') : null;
    if (held === null || !isCall(callback)) return Reflect.apply(real, undefined, [callback, ...values]);
    const goOn = continuation(callback);
    held.come(() => goOn(...values));
    return new VirtualImmediate(held);
  };
  return Object.defineProperties(faked, Object.getOwnPropertyDescriptors(real));
}

function clearing(real: Call): Call {
  return (given) => {
    if (given instanceof VirtualImmediate) given.clear();
    else Reflect.apply(real, undefined, [given]);
  };
}

/** What Node would refuse is given to Node. */
function isWaitable(options: unknown): options is { readonly signal?: AbortSignal } {
  if (options === undefined) return true;
  if (typeof options !== 'object' || options === null) return false;
  const signal: unknown = Reflect.get(options, 'signal');
  const ref: unknown = Reflect.get(options, 'ref');
  return (
    (signal === undefined || signal instanceof AbortSignal) && (ref === undefined || typeof ref === 'boolean')
  );
}

function turn<Value>(held: Held, value: Value, signal: AbortSignal | undefined): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      held.drop();
      if (signal !== undefined) reject(abortError(signal));
    };
    held.come(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve(value);
    });
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}

const { setImmediate: realStart, clearImmediate: realClear } = timers;
const { setImmediate: realPromise } = timersPromises;
const startImmediate = immediate((callback, ...values) =>
  Reflect.apply(realStart, undefined, [callback, ...values]),
);
const clearImmediate = clearing((given) => Reflect.apply(realClear, undefined, [given]));

/** All that waits for the loop to go round, and so lets other requests in. Ticks and microtasks do not: they stay real. */
export const TURNS: readonly Replacement[] = [
  ...[globalThis, timers].flatMap((target) => [
    { target, name: 'setImmediate', value: startImmediate },
    { target, name: 'clearImmediate', value: clearImmediate },
  ]),
  {
    target: timersPromises,
    name: 'setImmediate',
    value: (value?: unknown, options?: unknown) => {
      if (!isWaitable(options)) return Reflect.apply(realPromise, undefined, [value, options]);
      const held = hold('turn');
      return held === null ? realPromise(value, options) : turn(held, value, options?.signal);
    },
  },
  replacement(timersPromises.scheduler, 'yield', (real) => {
    const realYield = real.bind(timersPromises.scheduler);
    return () => {
      const held = hold('turn');
      return held === null ? realYield() : turn(held, undefined, undefined);
    };
  }),
];
