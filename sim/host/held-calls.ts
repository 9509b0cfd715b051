import { AsyncResource } from 'node:async_hooks';
import type { Held, InTurn, Wait } from './interleaving.ts';
import { currentScope } from './scope.ts';
import { reportStrayError } from './stray-errors.ts';

export type Call = (this: unknown, ...given: readonly unknown[]) => unknown;

export function isCall(value: unknown): value is Call {
  return typeof value === 'function';
}

/** Null: the code at hand is nobody's who lets others in. */
export function hold(wait: Wait): Held | null {
  const scope = currentScope.getStore();
  return scope?.interleaving?.hold(wait, scope.exchange) ?? null;
}

/** Node calls its own functions by the names we replace: what one wait is made of is not held once more. */
function unheld<Value>(act: () => Value): Value {
  const scope = currentScope.getStore();
  return scope === undefined ? act() : currentScope.run({ ...scope, interleaving: null }, act);
}

/** Goes on as the callback of a call would: with all that its caller had around it, and heard by nobody if it throws. */
export function continuation(done: Call): (...results: readonly unknown[]) => void {
  const caller = new AsyncResource('PETRELWAIT');
  const goOn = (results: readonly unknown[]): void => {
    try {
      Reflect.apply(done, undefined, results);
    } catch (error) {
      reportStrayError(error);
    }
  };
  return (...results) => caller.runInAsyncScope(goOn, undefined, results);
}

/** Everything that can be asked of a function, its own `promisify` included, can be asked of what stands for it. */
export function inPlaceOf(real: Call, act: Call): Call {
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(real))) {
    if (key !== 'prototype') Object.defineProperty(act, key, descriptor);
  }
  for (const symbol of Object.getOwnPropertySymbols(real)) {
    const descriptor = Object.getOwnPropertyDescriptor(real, symbol);
    if (descriptor !== undefined) Object.defineProperty(act, symbol, descriptor);
  }
  return act;
}

/** Which queue the work of a call stands in; null: it leaves no traces. */
type QueueOf = () => InTurn | null;

export const AT_ONCE: QueueOf = () => null;
export const ONE_BY_ONE: QueueOf = () => currentScope.getStore()?.interleaving?.files ?? null;

/**
 * A function that answers to a callback. It begins at once, so that it refuses what the real one refuses; what it
 * answers is heard when the wait is over.
 */
export function heldCallback(real: Call, queueOf: QueueOf): Call {
  return inPlaceOf(real, function callback(this: unknown, ...given: readonly unknown[]): unknown {
    const place = given.findLastIndex(isCall);
    const done = given[place];
    const queue = queueOf();
    const held = isCall(done) ? hold('work') : null;
    if (held === null || !isCall(done)) return Reflect.apply(real, this, given);
    const goOn = continuation(done);
    const heard = (...results: readonly unknown[]): void => {
      held.come(() => goOn(...results));
      queue?.over();
    };
    const start = (): unknown => unheld(() => Reflect.apply(real, this, given.with(place, heard)));
    const refused = (): void => {
      held.drop();
      queue?.over();
    };
    return started(start, refused, queue);
  });
}

/** Throws what `start` throws, if it is its turn already. */
function started(start: () => unknown, refused: () => void, queue: InTurn | null): unknown {
  let value: unknown;
  let isLate = false;
  const begin = (): void => {
    try {
      value = start();
    } catch (error) {
      refused();
      if (!isLate) throw error;
      reportStrayError(error);
    }
  };
  if (queue === null) begin();
  else queue.run(begin);
  isLate = true;
  return value;
}

/** A function that answers with a promise. `made` may look at what it answers. */
export function heldPromise(real: Call, queueOf: QueueOf, made: (value: unknown) => void = () => {}): Call {
  return inPlaceOf(real, function promise(this: unknown, ...given: readonly unknown[]): unknown {
    const queue = queueOf();
    const held = hold('work');
    if (held === null) return Reflect.apply(real, this, given);
    return new Promise((resolve) => {
      const start = (): void => {
        const answer = Promise.resolve(unheld(() => Reflect.apply(real, this, given)));
        const known = (): void => {
          held.come(() => resolve(answer));
          queue?.over();
        };
        answer.then((value) => {
          made(value);
          known();
        }, known);
      };
      if (queue === null) start();
      else queue.run(start);
    });
  });
}
