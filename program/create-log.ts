import { pino } from 'pino';
import type { DestinationStream } from 'pino';
import type { Log, LogLevel, Clock } from '../ports/index.ts';

export interface LogOptions {
  /** The least level that is written. */
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
      timestamp: timestamps(clock),
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const log = (eventLevel: LogLevel, event: string, fields: Readonly<Record<string, unknown>>): void =>
    logger[eventLevel]({ event, ...fields });
  return Object.assign(log, { hears: (eventLevel: LogLevel) => logger.isLevelEnabled(eventLevel) });
}

/** A busy program logs many lines in one millisecond, which all have the same. */
function timestamps(clock: Pick<Clock, 'now'>): () => string {
  let atMs = NaN;
  let text = '';
  return () => {
    const nowMs = clock.now();
    if (nowMs !== atMs) text = `,"timestamp":"${new Date(nowMs).toISOString()}"`;
    atMs = nowMs;
    return text;
  };
}
