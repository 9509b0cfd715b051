import fs from 'node:fs';
import { constants } from 'node:os';
import { hostOf, isHost } from './host-of.ts';
import { methodOf, methodWhere } from './replacement.ts';
import type { Call, Replacement } from './replacement.ts';
import { reportExit } from './stray-errors.ts';

/** What is told to the process of a host alone: errors that nobody caught, its end, and signals, which are meant for ours. */
const OWN_EVENTS: ReadonlySet<unknown> = new Set([
  'uncaughtException',
  'uncaughtExceptionMonitor',
  'unhandledRejection',
  'beforeExit',
  'exit',
  ...Object.keys(constants.signals),
]);

/** All of an emitter that tells of listeners or changes them. `emit` is Node's own way to tell of an error. */
const LISTENING = [
  'on',
  'addListener',
  'prependListener',
  'once',
  'prependOnceListener',
  'off',
  'removeListener',
  'removeAllListeners',
  'listeners',
  'rawListeners',
  'listenerCount',
] as const;

/** Each host has a process of its own, so what it hangs on that hears of its own errors, and of the end of no other. */
function listenForItself({ self, given, real }: Call, name: (typeof LISTENING)[number]): unknown {
  const own = hostOf()?.processListeners;
  // The rest of them is the harness's too.
  const isMeant = given.length === 0 ? name === 'removeAllListeners' : OWN_EVENTS.has(given[0]);
  if (own === undefined || !isMeant) return real();
  const result: unknown = Reflect.apply(methodOf(own, name), own, given);
  return result === own ? self : result;
}

/** How many listeners its process may have is said to its own, and never to ours. */
function limitForItself({ self, given, real }: Call, name: 'setMaxListeners' | 'getMaxListeners'): unknown {
  const own = hostOf()?.processListeners;
  if (own === undefined) return real();
  const result: unknown = Reflect.apply(methodOf(own, name), own, given);
  return result === own ? self : result;
}

/** A host may end its own process, not ours. */
function refuseToExit(given: readonly unknown[]): never {
  const [code] = given;
  if (given.length > 0) refuseCode(code);
  endItself('exit', typeof code === 'number' || typeof code === 'string' ? String(code) : '');
}

/** A call that has no way back. */
export function endItself(by: 'exit' | 'kill' | 'abort', given: string): never {
  const error = new Error(`process.${by}(${given}) was called`);
  // The place that matters is the caller's.
  Error.captureStackTrace(error, methodOf(process, by));
  reportExit(error);
  throw error;
}

/** Node refuses what is no exit code where it is set; what was set before stays. */
function refuseCode(code: unknown): void {
  const before = process.exitCode;
  try {
    Reflect.set(process, 'exitCode', code);
  } finally {
    process.exitCode = before;
  }
}

const STDOUT = 1;
const STDERR = 2;

/** stdout is for results; what hosts print goes to stderr. Loggers write to the descriptor, past `process.stdout`. */
function printElsewhere(given: readonly unknown[]): readonly unknown[] {
  return given[0] === STDOUT ? [STDERR, ...given.slice(1)] : given;
}

/** The one of these that others hold back as well. */
export const FS_WRITE = methodWhere(isHost, fs, 'write', ({ given, real }) => real(printElsewhere(given)));

/** What a host meets of the process it runs in. */
export const PROCESS: readonly Replacement[] = [
  ...LISTENING.map((name) => methodWhere(isHost, process, name, (call) => listenForItself(call, name))),
  ...(['setMaxListeners', 'getMaxListeners'] as const).map((name) =>
    methodWhere(isHost, process, name, (call) => limitForItself(call, name)),
  ),
  methodWhere(isHost, process, 'emitWarning', ({ given, real }) => {
    const [warning] = given;
    if (warning instanceof Error && warning.name === 'MaxListenersExceededWarning')
      hostOf()?.holdings.crowds.warned(warning);
    return real();
  }),
  methodWhere(isHost, process, 'exit', ({ given }) => refuseToExit(given)),
  methodWhere(isHost, process.stdout, 'write', ({ given }) =>
    Reflect.apply(methodOf(process.stderr, 'write'), process.stderr, given),
  ),
  methodWhere(isHost, fs, 'writeSync', ({ given, real }) => real(printElsewhere(given))),
  FS_WRITE,
];
