import { instantOf, logEntry } from './log-entry.ts';
import type { LogEntry } from './log-entry.ts';

const SECOND = 1000;

/** The names of columns, where the line says them: W3C's Extended Log File Format, as CloudFront and IIS write it. */
export function columnsIn(line: string): readonly string[] | null {
  const [, names] = /^#Fields:\s*(.+)$/.exec(line) ?? [];
  return names?.trim().split(/\s+/) ?? null;
}

/** A line in columns of these names; null where it is no request. */
export function extendedLine(line: string, columns: readonly string[]): LogEntry | null {
  const cells = line.split(line.includes('\t') ? '\t' : ' ');
  if (cells.length !== columns.length) return null;
  const cell = (...names: readonly string[]): string | null => {
    const found = names.map((name) => cells[columns.indexOf(name)]).find((one) => one !== undefined);
    return found === undefined || found === '-' ? null : found;
  };
  const atMs = instantOf(`${cell('date') ?? ''}T${cell('time') ?? ''}Z`);
  const status = Number(cell('sc-status') ?? Number.NaN);
  // CloudFront has 000 for who was gone before there was an answer.
  if (atMs === null || !(status >= 100)) return null;
  const took = Number(cell('time-taken') ?? Number.NaN);
  // Seconds, but for IIS, which says its own address too.
  const unit = columns.includes('s-ip') ? 1 : SECOND;
  const query = cell('cs-uri-query');
  return logEntry({
    atMs,
    tookMs: took >= 0 ? took * unit : null,
    user: cell('cs-username'),
    address: cell('c-ip'),
    target: `${cell('cs-uri-stem', 'cs-uri') ?? ''}${query === null ? '' : `?${query}`}`,
    status,
  });
}
