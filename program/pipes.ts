import { closeSync, constants, openSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Whether it is a pipe that somebody made with `mkfifo`: whoever opens it to read waits until another writes, for ever where
 * nobody does. One that was handed down (`/dev/stdin`, `<(…)`) has somebody at its other end.
 */
export function isNamedPipe(path: string): boolean {
  return isPipe(path) && !/^\/(?:dev|proc)\//.test(resolve(path));
}

/** Opens a file to write to. @throws what the file system says, and for a pipe that nobody reads, which would be waited for. */
export function openToWrite(path: string, flags: 'w' | 'a'): number {
  if (!isPipe(path)) return openSync(path, flags);
  // Held until the other is open: a reader that sees the last writer go takes that for the end.
  const first = openIfRead(path);
  try {
    return openSync(path, flags);
  } finally {
    closeSync(first);
  }
}

function openIfRead(path: string): number {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENXIO')
      throw new Error('it is a pipe that nobody reads', { cause: error });
    throw error;
  }
}

function isPipe(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false;
}
