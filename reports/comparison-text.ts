import type { Comparison } from '../sim/explore/comparison.ts';
import { columnTables } from './column-tables.ts';
import type { LeadingColumn } from './column-tables.ts';
import { curvesSection, loadSection } from './comparison-charts.ts';
import { headerBlock } from './comparison-header.ts';
import { remarksOn } from './comparison-judgement.ts';
import {
  differenceTables,
  estimateTables,
  keyMetricsOf,
  policyTable,
  sweepTables,
} from './comparison-tables.ts';
import type { ComparisonTable } from './comparison-tables.ts';
import { legendRows } from './comparison-legend.ts';
import { bulleted, hanging, heading, pairs, stack } from './layout.ts';
import type { Lines } from './layout.ts';
import { pageOf } from './page.ts';
import type { Page, PageOptions } from './page.ts';
import { pasteLines } from './paste-lines.ts';
import { policyLabels } from './policy-labels.ts';
import type { PolicyLabel } from './policy-labels.ts';
import { plain } from './text-width.ts';

export interface ComparisonTextOptions extends PageOptions {
  /** The command that gives this report again; null: none is printed. */
  readonly paste: string | null;
}

/** Metrics whose curves a sweep draws, beside each other. */
const CURVES = ['attemptsPerReading', 'drainTime'] as const;

/**
 * The report of a comparison, or of one for each value of a sweep: the same policies in the same order. All metrics of
 * one comparison; of a sweep the key metrics by its values, and curves. Ends without a line break.
 */
export function renderComparisonText(
  comparisons: readonly Comparison[],
  options: ComparisonTextOptions,
): string {
  const page = pageOf(options);
  const [first] = comparisons;
  const paste = options.paste === null ? [] : pasteLines(options.paste, page.columns);
  if (first === undefined) return stack([['Nothing was compared.'], paste]).join('\n');
  const names = first.policies.map(({ policy }) => policy);
  const labels = policyLabels(names, Math.min(28, Math.max(12, Math.floor(page.columns / 4))));
  return stack([
    headerBlock(comparisons, labels, page),
    tableSection(policyTable(comparisons, page.paint), labels, page),
    ...(comparisons.length === 1
      ? oneComparison(first, labels, page)
      : sweep(comparisons, first, labels, page)),
    ...remarksOn(comparisons).map(({ title, mark, sentences }) =>
      bulleted(title, sentences, page.paint(...mark), page),
    ),
    paste,
  ]).join('\n');
}

function oneComparison(comparison: Comparison, labels: readonly PolicyLabel[], page: Page): readonly Lines[] {
  const tables = [
    ...estimateTables(comparison, page.paint),
    ...differenceTables(comparison, labelOf(comparison.baseline, labels)),
  ];
  return [
    ...tables.map((table) => tableSection(table, labels, page)),
    legend(comparison, labels, page),
    loadSection(comparison, labels, page),
  ];
}

function sweep(
  comparisons: readonly Comparison[],
  first: Comparison,
  labels: readonly PolicyLabel[],
  page: Page,
): readonly Lines[] {
  return [
    ...sweepTables(comparisons, keyMetricsOf(first), page.paint).map((table) =>
      tableSection(table, labels, page),
    ),
    legend(first, labels, page),
    hanging('  ', 'All metrics of each value: --csv, --json or --markdown.', page.columns),
    curvesSection(comparisons, CURVES, labels, page),
  ];
}

/** A table under its title, with as many columns beside each other as fit. */
function tableSection(
  { title, policies, ns, columns }: ComparisonTable,
  labels: readonly PolicyLabel[],
  page: Page,
): Lines {
  const names = policies.map((policy) => labelOf(policy, labels));
  const leading: readonly LeadingColumn[] = [
    { header: 'policy', cells: names, align: 'left', shrinks: true },
    ...(ns === null ? [] : [{ header: 'n', cells: ns.map(String), align: 'right' } as const]),
  ];
  return [heading(title, page), ...columnTables(leading, columns, page)];
}

function legend(comparison: Comparison, labels: readonly PolicyLabel[], page: Page): Lines {
  const rows = legendRows(comparison, labelOf(comparison.baseline, labels));
  return [heading('How to read this', page), ...pairs(rows, page)];
}

function labelOf(name: string, labels: readonly PolicyLabel[]): string {
  return labels.find(({ policy }) => policy === name)?.label ?? plain(name);
}
