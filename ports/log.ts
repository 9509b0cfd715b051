export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One structured event. Field names are snake_case; no payloads, no secrets. Must not throw. */
export interface Log {
  (level: LogLevel, event: string, fields: Readonly<Record<string, unknown>>): void;
  /** Whether a line like this would be heard; asked before the line is made. Without it all are. */
  readonly hears?: (level: LogLevel, event: string) => boolean;
}

/** Whether a line like this would be heard: nothing need be put together for one that would not. */
export function isHeard(log: Log, level: LogLevel, event: string): boolean {
  return log.hears === undefined || log.hears(level, event);
}
