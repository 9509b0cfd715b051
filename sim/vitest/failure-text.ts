import { relative } from 'node:path';
import { pasteLines } from '../../reports/paste-lines.ts';
import { plain } from '../../reports/text-width.ts';
import { traceLine } from '../../reports/trace-line.ts';
import { quoted } from '../cli/flags/paste-line.ts';
import type { RunResult } from '../run/index.ts';
import { failureWords } from '../sweep/index.ts';
import type { RunRecord, SweepResult } from '../sweep/index.ts';
import type { TraceEvent } from '../trace/index.ts';

/** Vitest gives a message as it is, wherever it is read. */
const COLUMNS = 100;

interface Failure {
  readonly result: RunResult | SweepResult;
  /** Of the first that is accused; may be empty. */
  readonly story: readonly TraceEvent[];
  readonly paste: string;
}

/** What a failing test says: what broke, what happened to the accused reading, and the line to paste. Null for a pass. */
export function failureText({ result, story, paste }: Failure): string | null {
  const words = failureWords(result);
  if (words === null) return null;
  const [first] = story;
  const who = first !== undefined && 'device' in first && 'reading' in first ? first : null;
  const title = who === null ? 'Last events:' : `Last events of ${who.device}, reading ${who.reading}:`;
  return [
    ...words.map(indented),
    ...(story.length === 0 ? [] : ['', title, ...story.map((event) => traceLine(event, COLUMNS))]),
    '',
    ...pasteLines(paste, COLUMNS),
  ].join('\n');
}

/** The same of a run that ended without a result. */
export function lostText({ scenario, seed, outcome, why }: RunRecord, paste: string): string {
  const title = plain(`${scenario}, seed ${seed}: ${outcome}: ${why}`);
  return [title, '', ...pasteLines(paste, COLUMNS)].join('\n');
}

/** Words of users may hold anything; the blanks before them are ours. */
function indented(line: string): string {
  return `${/^ */.exec(line)?.[0]}${plain(line)}`;
}

/** The command that runs one test again, for a failure that no other command can show. */
export function vitestLine(file: string | undefined, name: string | undefined): string {
  return [
    'npx vitest run',
    ...(file === undefined ? [] : [quoted(relative('', file))]),
    ...(name === undefined ? [] : ['-t', quoted(asPattern(name))]),
  ].join(' ');
}

/** Vitest looks for a pattern, in names whose parts are joined by blanks. */
function asPattern(name: string): string {
  return name.replaceAll(' > ', ' ').replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
