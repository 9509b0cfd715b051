import type { FleetLog } from './exchange.ts';
import { columnsIn, extendedLine } from './extended-line.ts';
import { jsonLine } from './json-line.ts';
import type { LogEntry } from './log-entry.ts';
import { textLine } from './text-lines.ts';

const SECOND = 1000;

/** An access log with one request a line, in whichever of the known formats each line is. */
export function readAccessLog(text: string): FleetLog {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const entries: LogEntry[] = [];
  const skipped: string[] = [];
  let columns: readonly string[] | null = null;
  for (const line of lines) {
    columns = columnsIn(line) ?? columns;
    // A directive, where others have columns.
    if (columns !== null && line.startsWith('#')) continue;
    const inColumns = columns === null ? null : extendedLine(line, columns);
    const entry = inColumns ?? (line.startsWith('{') ? jsonLine(line) : textLine(line));
    if (entry === null) skipped.push(line);
    else entries.push(entry);
  }
  return {
    kind: 'an access log',
    side: 'server',
    exchanges: entries.map(({ exchange }) => exchange).sort((a, b) => a.atMs - b.atMs),
    tallies: [],
    buckets: [],
    resolutionMs: entries.some(({ fine }) => fine) ? 1 : SECOND,
    devicesAreAddresses: entries.some(({ byAddress }) => byAddress),
    skipped: { count: skipped.length, first: skipped[0] ?? null },
  };
}
