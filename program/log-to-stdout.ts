import { pino } from 'pino';
import type { Log, LogLevel } from '../ports/index.ts';
import { createLog } from './create-log.ts';
import { endWithReader } from './end-with-reader.ts';
import { realClock } from './real-clock.ts';

/** `level` is the least that is written. The program ends when nobody reads the log any more. */
export function logToStdout(level: LogLevel): Log {
  // Synchronous: the last lines before an end are the ones that matter.
  const destination = pino.destination({ dest: 1, sync: true });
  endWithReader(destination);
  return createLog({ level, clock: realClock, destination });
}
