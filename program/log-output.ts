import { fstatSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { realClock } from './real-clock.ts';

/** What may wait for a reader that does not keep up; a few thousand lines. */
const WAITING_BYTES_MAX = 1_048_576;

/** How long the end waits for a reader. */
const CLOSE_MS_MAX = 500;

/** Where lines of a log go. */
export interface LogOutput {
  /** Writes whole lines, so many. Never throws, never waits. Lines that can't be written are counted and forgotten. */
  readonly write: (text: string, lines: number) => void;
  /** Lines that were lost since the start. */
  readonly lost: () => number;
  /** Kept when all is written that will be, after half a second at the latest. */
  readonly close: () => Promise<void>;
}

/**
 * A log for which nothing stops: not a full disk, not a reader that is gone, not one that has stopped reading. A pipe is
 * written without waiting, since one write into a full pipe would stop the whole process.
 */
export function logOutput(fd: number): LogOutput {
  const kind = fstatSync(fd);
  return kind.isFIFO() || kind.isSocket() ? pipeOutput(fd) : fileOutput(fd);
}

function pipeOutput(fd: number): LogOutput {
  const socket = new Socket({ fd, readable: false, writable: true });
  let lost = 0;
  // Nobody reads it any more; whoever writes goes on.
  socket.on('error', () => {});
  return {
    write: (text, lines) => {
      if (!socket.writable || socket.writableLength > WAITING_BYTES_MAX) lost += lines;
      else socket.write(text);
    },
    lost: () => lost,
    close: () =>
      new Promise((resolve) => {
        const timer = realClock.setTimeout(() => socket.destroy(), CLOSE_MS_MAX);
        socket.once('close', () => {
          realClock.clearTimeout(timer);
          resolve();
        });
        if (socket.closed) resolve();
        else socket.destroySoon();
      }),
  };
}

function fileOutput(fd: number): LogOutput {
  let lost = 0;
  /** The end of a line of which a full disk took the beginning. */
  let rest = '';
  return {
    write: (text, lines) => {
      const bytes = Buffer.from(rest + text);
      try {
        const written = writeSync(fd, bytes);
        rest = bytes.toString('utf8', written);
      } catch {
        lost += lines;
      }
    },
    lost: () => lost,
    close: () => Promise.resolve(),
  };
}
