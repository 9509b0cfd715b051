import type { Comparison } from '../sim/explore/comparison.ts';
import type { WideColumn } from './column-tables.ts';
import { differenceColumns, estimateGroups, policyColumns } from './comparison-columns.ts';
import { circumstances } from './comparison-header.ts';
import { failuresInWords, sentencesOf, warningsInWords } from './comparison-judgement.ts';
import { legendRows } from './comparison-legend.ts';
import { verdictInWords } from './comparison-verdict.ts';
import { paintFor } from './paint.ts';
import { plain } from './text-width.ts';

export interface ComparisonMarkdownOptions {
  /** The command that gives this report again; null: none is printed. */
  readonly paste: string | null;
}

/**
 * Comparisons as GitHub-flavoured Markdown, for an issue or a page: every metric of every value of a sweep, without
 * charts. Ends without a line break.
 */
export function renderComparisonsMarkdown(
  comparisons: readonly Comparison[],
  { paste }: ComparisonMarkdownOptions = { paste: null },
): string {
  const [first] = comparisons;
  const again = paste === null ? [] : [`To see it again:\n\n${indented(plain(paste))}`];
  if (first === undefined) return ['Nothing was compared.', ...again].join('\n\n');
  const names = first.policies.map(({ policy }) => policy);
  const interrupted = comparisons.every(({ complete }) => complete)
    ? []
    : ['Interrupted: this is what was done by then.'];
  return [
    `## ${escaped(first.scenario)}: policies compared`,
    ...interrupted,
    bullets(circumstances(comparisons).map(([label, text]) => `${label}: ${plain(text)}`)),
    markdownTable(names, [], policyColumns(comparisons, UNPAINTED)),
    ...comparisons.flatMap(tablesOf),
    '### How to read this',
    bullets(legendRows(first, first.baseline).map(([label, text]) => `${label}: ${text}`)),
    ...section('Runs that did not pass', failuresInWords(comparisons)),
    ...section('Warnings', sentencesOf(comparisons, warningsInWords)),
    ...section('Verdict', sentencesOf(comparisons, verdictInWords)),
    ...again,
  ].join('\n\n');
}

const UNPAINTED = paintFor(false);

function tablesOf(comparison: Comparison): readonly string[] {
  const { policies, sweep, baseline } = comparison;
  const at = sweep === null ? '' : `${escaped(sweep.setting)} = ${escaped(sweep.value)}: `;
  const compared = policies.filter((policy) => !policy.baseline);
  const differences = differenceColumns(comparison, compared);
  return [
    ...estimateGroups(comparison, UNPAINTED).flatMap(({ title, ns, columns }) => [
      `### ${at}${title}`,
      markdownTable(
        policies.map(({ policy }) => policy),
        [{ header: 'n', cells: ns.map((n) => [String(n)]) }],
        columns,
      ),
    ]),
    ...(compared.length === 0 || differences.length === 0
      ? []
      : [
          `### ${at}Difference to ${escaped(baseline)} on the same seeds`,
          markdownTable(
            compared.map(({ policy }) => policy),
            [],
            differences,
          ),
        ]),
  ];
}

/** Names on the left, numbers on the right. Names are somebody's text; the other cells are ours. */
function markdownTable(
  names: readonly string[],
  leading: readonly WideColumn[],
  columns: readonly WideColumn[],
): string {
  const all = [...leading, ...columns];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['policy', ...all.map(({ header }) => header)]),
    line(['---', ...all.map(() => '---:')]),
    ...names.map((name, row) =>
      line([
        escaped(name),
        ...all.map(({ cells }) =>
          (cells[row] ?? [])
            .map((part) => part.trim())
            .filter((part) => part !== '')
            .join(' '),
        ),
      ]),
    ),
  ].join('\n');
}

function section(title: string, sentences: readonly string[]): readonly string[] {
  return sentences.length === 0 ? [] : [`### ${title}`, bullets(sentences)];
}

function bullets(texts: readonly string[]): string {
  return texts.map((text) => `- ${escaped(text).replace(/^[-+]|^\d+(?=[.)])/, literal)}`).join('\n');
}

/** What would begin another list inside of this one. */
function literal(start: string): string {
  return start === '-' || start === '+' ? `\\${start}` : `${start}\\`;
}

/** A block of code that nothing inside can end. */
function indented(text: string): string {
  return `    ${text}`;
}

/** Text on one line in which Markdown, tables and HTML find nothing to obey. */
function escaped(text: string): string {
  return plain(text).replace(/[\\`*_{}[\]<>|#~&]/g, '\\$&');
}
