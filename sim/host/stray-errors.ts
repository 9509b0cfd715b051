import { currentScope } from './scope.ts';

type Heard = (error: unknown) => void;

const listeners = new Set<Heard>();

/** A host that has crashed is heard by nobody, its errors no more than the rest. */
function isOfTheDead(): boolean {
  return currentScope.getStore()?.globals?.isAlive() === false;
}

/**
 * An error of a host's code that the harness itself had to catch, in a place where Node would have ended the process.
 * Throws it when nobody listens.
 */
export function reportStrayError(error: unknown): void {
  if (isOfTheDead()) return;
  if (listeners.size === 0) throw error;
  for (const heard of listeners) heard(error);
}

/**
 * What foreign code throws where nobody can catch it (in a timer, an event, a promise nobody waits for) would end the
 * process. Returns how to stop listening.
 */
export function catchStrayErrors(heard: Heard): () => void {
  const onStray = (error: unknown): void => {
    if (!isOfTheDead()) heard(error);
  };
  listeners.add(heard);
  process.on('uncaughtException', onStray);
  process.on('unhandledRejection', onStray);
  return () => {
    listeners.delete(heard);
    process.off('uncaughtException', onStray);
    process.off('unhandledRejection', onStray);
  };
}
