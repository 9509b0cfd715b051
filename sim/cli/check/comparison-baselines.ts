import { join } from 'node:path';
import { fileText, writeFileText } from '../file-text.ts';
import { namesIn } from '../names-in.ts';
import { inOwnProcess } from '../own-process.ts';
import { UsageError } from '../usage-error.ts';

const ENDING = /\.md$/;

/** What became of a table that was agreed on. */
export interface ComparisonCheck {
  readonly file: string;
  /** The comparison that it holds, in the words of the command line. */
  readonly words: string;
  readonly kind: 'same' | 'new' | 'changed' | 'failed';
  /** Lines that are others now, or why there is no table. */
  readonly details: readonly string[];
}

const DETAILS_MAX = 12;

/**
 * Comparisons that are kept as tables, so that a pull request shows what it does to each policy: a Markdown file whose first
 * line says which comparison it is, `<!-- sim compare --scenario storm --policies fixed,full-jitter -->`. A file of that
 * line alone is a wish for a table.
 * @throws {UsageError} for a file that does not begin so, or can't be written.
 */
export async function checkComparisons(
  folder: string,
  updates: boolean,
): Promise<readonly ComparisonCheck[]> {
  const checks: ComparisonCheck[] = [];
  for (const file of namesIn(folder, ENDING)) checks.push(await checkOne(join(folder, file), updates));
  return checks;
}

async function checkOne(file: string, updates: boolean): Promise<ComparisonCheck> {
  // Git may have made it one of Windows.
  const [first = '', ...rest] = (fileText(file) ?? '').split(/\r?\n/);
  const words = /^<!-- sim compare (.+?) -->$/.exec(first)?.[1];
  if (words === undefined)
    throw new UsageError(
      `${file} must begin with the comparison that it holds, e.g. <!-- sim compare --scenario storm --policies fixed,full-jitter -->`,
    );
  const before = rest.join('\n').trim();
  const given = ['compare', ...words.split(/\s+/), '--markdown', '--quiet'];
  const { code, stdout, stderr } = await inOwnProcess(given, { env: {}, nodeFlags: [] });
  const about = { file, words };
  if (code !== 0)
    return { ...about, kind: 'failed', details: stderr.trim().split('\n').slice(0, DETAILS_MAX) };
  const now = stdout.trim();
  if (now === before) return { ...about, kind: 'same', details: [] };
  if (updates) writeFileText(file, `${first}\n\n${now}\n`);
  return { ...about, kind: before === '' ? 'new' : 'changed', details: differing(before, now) };
}

/** Lines that are not the same, the old one before the new one. */
function differing(before: string, now: string): readonly string[] {
  if (before === '') return [];
  const [old, fresh] = [before.split('\n'), now.split('\n')];
  const lines = Array.from({ length: Math.max(old.length, fresh.length) }, (_, index) => {
    const [was, is] = [old[index] ?? '', fresh[index] ?? ''];
    return was === is ? [] : [`- ${was}`, `+ ${is}`];
  }).flat();
  const more = lines.length - DETAILS_MAX;
  return more > 0 ? [...lines.slice(0, DETAILS_MAX), `and ${more} more lines`] : lines;
}
