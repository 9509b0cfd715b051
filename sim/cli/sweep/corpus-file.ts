import { stringify } from 'yaml';
import * as z from 'zod';
import { issueInWords } from '../../../settings/issue-words.ts';
import { readPlainYaml } from '../../scenario/index.ts';
import type { PlannedRun } from '../../sweep/index.ts';
import { fileText, writeFileText } from '../file-text.ts';
import { visibleSeed } from '../flags/seed.ts';
import { UsageError } from '../usage-error.ts';

/** A run that failed once. */
export interface CorpusEntry extends PlannedRun {
  /** What failed then, for whoever reads the file. */
  readonly failure: string;
}

const CORPUS = z.array(z.strictObject({ scenario: z.string(), seed: z.string(), failure: z.string() }));

const HEADER = `# Runs that failed once. Every sweep of these scenarios begins with them; take out a line once it is of no use any more.`;

/**
 * The failures of earlier sweeps; none where there is no such file.
 * @throws {UsageError} for a file that is no corpus.
 */
export function readCorpus(path: string): readonly CorpusEntry[] {
  const text = fileText(path, `--corpus ${path}`);
  if (text === null) return [];
  const document = readPlainYaml(text);
  if (!document.ok) throw wrongCorpus(path, document.why);
  const read = CORPUS.safeParse(document.value ?? []);
  if (read.success) {
    for (const { seed } of read.data) visibleSeed(seed, `--corpus ${path}`);
    return read.data;
  }
  const [issue] = read.error.issues;
  throw wrongCorpus(path, issue === undefined ? 'wrong' : issueInWords(issue, document.value));
}

function wrongCorpus(path: string, why: string): UsageError {
  return new UsageError(
    `--corpus ${path}: it is no corpus: ${why}. It must be a YAML list of { scenario, seed, failure }, all texts. Mend it, or remove it.`,
  );
}

/**
 * Those that stand there by now, whoever wrote them meanwhile, stay where they are; news stand behind them. Gives how many.
 * @throws {UnwrittenError}, and {UsageError} for a file that is no corpus any more.
 */
export function writeCorpus(path: string, found: readonly CorpusEntry[]): number {
  const known = readCorpus(path);
  const before = new Set(known.map(({ scenario, seed }) => JSON.stringify([scenario, seed])));
  const news = found.filter(({ scenario, seed }) => !before.has(JSON.stringify([scenario, seed])));
  if (news.length === 0) return 0;
  const text = `${HEADER}\n${stringify([...known, ...news], { lineWidth: 0 })}`;
  writeFileText(path, text, `--corpus ${path}`);
  return news.length;
}
