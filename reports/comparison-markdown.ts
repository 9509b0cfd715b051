import type { Comparison } from '../sim/explore/comparison.ts';
import { circumstances, INTERRUPTED } from './comparison-header.ts';
import { remarksOn } from './comparison-judgement.ts';
import { legendRows } from './comparison-legend.ts';
import { differenceTables, estimateTables, policyTable } from './comparison-tables.ts';
import type { ComparisonTable } from './comparison-tables.ts';
import { markdownText } from './markdown-text.ts';
import { paintFor } from './paint.ts';
import { plain } from './text-width.ts';

/**
 * Comparisons as GitHub-flavoured Markdown, for an issue or a page: every metric of every value of a sweep, without
 * charts. Ends without a line break.
 */
export function renderComparisonsMarkdown(comparisons: readonly Comparison[]): string {
  const [first] = comparisons;
  if (first === undefined) return 'Nothing was compared.';
  return [
    `## ${markdownText(first.scenario)}: policies compared`,
    ...(comparisons.every(({ complete }) => complete) ? [] : [INTERRUPTED]),
    bullets(circumstances(comparisons).map(([label, text]) => `${label}: ${plain(text)}`)),
    markdownTable(policyTable(comparisons, UNPAINTED)),
    ...comparisons.flatMap(tablesOf),
    '### How to read this',
    bullets(legendRows(first, first.baseline).map(([label, text]) => `${label}: ${text}`)),
    ...remarksOn(comparisons).flatMap(({ title, sentences }) => [`### ${title}`, bullets(sentences)]),
  ].join('\n\n');
}

const UNPAINTED = paintFor(false);

function tablesOf(comparison: Comparison): readonly string[] {
  const { sweep, baseline } = comparison;
  const at = sweep === null ? '' : `${markdownText(sweep.setting)} = ${markdownText(sweep.value)}: `;
  const tables = [...estimateTables(comparison, UNPAINTED), ...differenceTables(comparison, baseline)];
  return tables.flatMap((table) => [`### ${at}${markdownText(table.title)}`, markdownTable(table)]);
}

/** Names on the left, numbers on the right. Names are somebody's text; the other cells are ours. */
function markdownTable({ policies, ns, columns }: ComparisonTable): string {
  const all = ns === null ? columns : [{ header: 'n', cells: ns.map((n) => [String(n)]) }, ...columns];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['policy', ...all.map(({ header }) => header)]),
    line(['---', ...all.map(() => '---:')]),
    ...policies.map((name, row) =>
      line([
        markdownText(name),
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

function bullets(texts: readonly string[]): string {
  return texts.map((text) => `- ${markdownText(text).replace(/^[-+]|^\d+(?=[.)])/, literal)}`).join('\n');
}

/** What would begin another list inside of this one. */
function literal(start: string): string {
  return start === '-' || start === '+' ? `\\${start}` : `${start}\\`;
}
