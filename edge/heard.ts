import type { Log, LogLevel } from '../ports/index.ts';

/** Whether a line like this would be written: nothing need be put together for one that would not. */
export function heard(log: Log, level: LogLevel, event: string): boolean {
  return log.hears === undefined || log.hears(level, event);
}
