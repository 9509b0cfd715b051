import { currentScope } from './scope.ts';

type Heard = (error: unknown) => void;
type Origin = 'uncaughtException' | 'unhandledRejection';

const listeners = new Set<Heard>();

/** Errors that stand for the end of a host's process: no handler of its own hears of them. */
const exits = new WeakSet<Error>();

/** What a host's own handler is at work on. */
let inHand: { readonly error: unknown } | null = null;

/**
 * A host that has crashed is heard by nobody, its errors no more than the rest; an end was told where it was made; and who
 * did nothing but answer a question of the harness is not to blame.
 */
function isToldOrDead(error: unknown): boolean {
  const scope = currentScope.getStore();
  if (scope?.globals?.isAlive() === false || (error instanceof Error && exits.has(error))) return true;
  scope?.onStrayError?.();
  return scope?.onStrayError !== undefined;
}

function tell(error: unknown): void {
  if (listeners.size === 0) throw error;
  for (const heard of listeners) heard(error);
}

/** What Node makes of a rejection that nobody handled before it ends the process. */
function asException(reason: unknown): unknown {
  if (reason instanceof Error) return reason;
  const message = `This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "${String(reason)}".`;
  return Object.assign(new Error(message), { code: 'ERR_UNHANDLED_REJECTION' });
}

/**
 * Whether the host whose code runs has handlers of its own on its `process`, and they took the error: then its process
 * lives on, as it would on Node. An error in a handler is the end.
 */
function isHandled(error: unknown, origin: Origin, promise?: Promise<unknown>): boolean {
  const own = currentScope.getStore()?.globals?.processListeners;
  if (own === undefined || own.eventNames().length === 0) return false;
  const before = inHand;
  inHand = { error };
  try {
    if (origin === 'unhandledRejection' && own.emit('unhandledRejection', error, promise)) return true;
    const exception = origin === 'unhandledRejection' ? asException(error) : error;
    own.emit('uncaughtExceptionMonitor', exception, origin);
    return own.emit('uncaughtException', exception, origin);
  } catch (failure) {
    if (!isToldOrDead(failure)) tell(failure);
    return true;
  } finally {
    inHand = before;
  }
}

/**
 * An error of a host's code that the harness itself had to catch, in a place where Node would have ended the process.
 * Throws it when nobody listens.
 */
export function reportStrayError(error: unknown): void {
  if (isToldOrDead(error) || isHandled(error, 'uncaughtException')) return;
  tell(error);
}

/** A host ended its own process, which nobody can stop. Throws the error when nobody listens. */
export function reportExit(error: Error): void {
  if (inHand !== null) {
    const cause = inHand.error instanceof Error ? inHand.error.message : String(inHand.error);
    error.message += `, by its own handler of "${cause}"`;
  }
  const isTold = isToldOrDead(error);
  exits.add(error);
  if (!isTold) tell(error);
}

/**
 * What foreign code throws where nobody can catch it (in a timer, an event, a promise nobody waits for) would end the
 * process. Returns how to stop listening.
 */
export function catchStrayErrors(heard: Heard): () => void {
  const onException = (error: unknown): void => {
    if (!isToldOrDead(error) && !isHandled(error, 'uncaughtException')) heard(error);
  };
  const onRejection = (reason: unknown, promise: Promise<unknown>): void => {
    if (!isToldOrDead(reason) && !isHandled(reason, 'unhandledRejection', promise)) heard(reason);
  };
  listeners.add(heard);
  process.on('uncaughtException', onException);
  process.on('unhandledRejection', onRejection);
  return () => {
    listeners.delete(heard);
    process.off('uncaughtException', onException);
    process.off('unhandledRejection', onRejection);
  };
}
