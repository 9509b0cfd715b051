import fs from 'node:fs';
import { inPlaceOf, isCall } from './held-calls.ts';
import type { Call } from './held-calls.ts';
import type { Holdings } from './holdings.ts';
import { hostOf, isHost } from './host-of.ts';
import { methodWhere } from './replacement.ts';
import type { Replacement } from './replacement.ts';

/** Who has each descriptor open that nobody but its owner closes. */
const holders = new Map<number, Holdings>();

function opened(descriptor: unknown, holdings: Holdings | undefined): void {
  if (typeof descriptor !== 'number' || holdings === undefined) return;
  holders.set(descriptor, holdings);
  holdings.openFiles.add(descriptor);
}

function closed(descriptor: unknown): void {
  if (typeof descriptor !== 'number') return;
  holders.get(descriptor)?.openFiles.delete(descriptor);
  holders.delete(descriptor);
}

/** `fs.open`: whose code called it has what it opens. */
function openFor(real: Call): Call {
  return inPlaceOf(real, function open(this: unknown, ...given: readonly unknown[]): unknown {
    const holdings = hostOf()?.holdings;
    const place = given.findLastIndex(isCall);
    const done = given[place];
    if (holdings === undefined || !isCall(done)) return Reflect.apply(real, this, given);
    const heard = (...results: readonly unknown[]): void => {
      opened(results[1], holdings);
      Reflect.apply(done, undefined, results);
    };
    return Reflect.apply(real, this, given.with(place, heard));
  });
}

/** `fs.close`. What it refuses was not open. */
function closeFor(real: Call): Call {
  return inPlaceOf(real, function close(this: unknown, ...given: readonly unknown[]): unknown {
    const result: unknown = Reflect.apply(real, this, given);
    closed(given[0]);
    return result;
  });
}

/** The functions with a callback that open and close files; any other as it is. */
export function countingFiles(real: Call): Call {
  if (real.name === 'open') return openFor(real);
  return real.name === 'close' ? closeFor(real) : real;
}

/** `open` of `fs/promises`. */
export function countingHandles(real: Call): Call {
  return inPlaceOf(real, function open(this: unknown, ...given: readonly unknown[]): unknown {
    const holdings = hostOf()?.holdings;
    const answer: unknown = Reflect.apply(real, this, given);
    if (holdings === undefined || !(answer instanceof Promise)) return answer;
    return answer.then((handle: unknown) => {
      countHandle(handle, holdings);
      return handle;
    });
  });
}

/**
 * The class of handles is not given out: each is seen to when it is opened. It counts by itself, for Node closes the descriptor of one
 * that was collected, and gives it to the next: when, hangs on the machine.
 */
function countHandle(handle: unknown, holdings: Holdings): void {
  if (typeof handle !== 'object' || handle === null) return;
  const close: unknown = Reflect.get(handle, 'close');
  if (!isCall(close)) return;
  const mark = Symbol('handle');
  holdings.openFiles.add(mark);
  const value = function (this: unknown, ...given: readonly unknown[]): unknown {
    holdings.openFiles.delete(mark);
    return Reflect.apply(close, this, given);
  };
  Object.defineProperty(handle, 'close', { configurable: true, writable: true, value });
}

function isAnyOpen(): boolean {
  return holders.size > 0;
}

/** Those that are over when they return. */
export const OPEN_FILES: readonly Replacement[] = [
  methodWhere(isHost, fs, 'openSync', ({ real }) => {
    const descriptor: unknown = real();
    opened(descriptor, hostOf()?.holdings);
    return descriptor;
  }),
  // By whomever: what has lost its scope closes as well.
  methodWhere(isAnyOpen, fs, 'closeSync', ({ given, real }) => {
    real();
    closed(given[0]);
  }),
];
