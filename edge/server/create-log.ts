import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import type { Log, LogLevel, Clock } from '../../ports/index.ts';

export interface LogOptions {
  readonly level: LogLevel;
  readonly clock: Pick<Clock, 'now'>;
  readonly destination: DestinationStream;
}

/** One JSON line for each event: `level` as a word, `timestamp` as ISO 8601, `event`, then the fields. */
export function createLog({ level, clock, destination }: LogOptions): Log {
  const logger = pino(
    {
      level,
      // No pid and no host name: whoever collects the lines knows where they come from.
      base: null,
      timestamp: () => `,"timestamp":"${new Date(clock.now()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return (eventLevel, event, fields) => {
    logger[eventLevel]({ event, ...fields });
  };
}
