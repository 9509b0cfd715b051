import type { Comparison } from '../sim/explore/comparison.ts';
import { METRICS } from '../sim/metrics/metrics.ts';
import { curvesSection, loadSection } from './comparison-charts.ts';
import { headerBlock } from './comparison-header.ts';
import { bulleted, failuresSection, sentencesOf, warningsOfComparisons } from './comparison-judgement.ts';
import { metricsOf } from './comparison-columns.ts';
import { differencesSection, estimateSections, policiesSection, sweepSections } from './comparison-tables.ts';
import { legendRows } from './comparison-legend.ts';
import { verdictInWords } from './comparison-verdict.ts';
import { heading, pairs, stack } from './layout.ts';
import type { Lines } from './layout.ts';
import { pageOf } from './page.ts';
import type { Page, PageOptions } from './page.ts';
import { pasteLines } from './paste-lines.ts';
import { policyLabels } from './policy-labels.ts';
import type { PolicyLabel } from './policy-labels.ts';
import { wrap } from './text-width.ts';

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
    policiesSection(comparisons, labels, page),
    ...(comparisons.length === 1
      ? oneComparison(first, labels, page)
      : sweep(comparisons, first, labels, page)),
    failuresSection(comparisons, page),
    warningsOfComparisons(comparisons, page),
    verdictSection(comparisons, page),
    paste,
  ]).join('\n');
}

function oneComparison(comparison: Comparison, labels: readonly PolicyLabel[], page: Page): readonly Lines[] {
  return [
    ...estimateSections(comparison, labels, page),
    differencesSection(comparison, labels, page),
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
  const keys = metricsOf(first).filter((metric) => METRICS[metric].compared.key);
  return [
    ...sweepSections(comparisons, keys, labels, page),
    legend(first, labels, page),
    wrap('All metrics of each value: --csv, --json or --markdown.', page.columns - 2).map(
      (line) => `  ${line}`,
    ),
    curvesSection(comparisons, CURVES, labels, page),
  ];
}

function legend(comparison: Comparison, labels: readonly PolicyLabel[], page: Page): Lines {
  const { baseline } = comparison;
  const label = labels.find(({ policy }) => policy === baseline)?.label ?? baseline;
  return [heading('How to read this', page), ...pairs(legendRows(comparison, label), page)];
}

/** What the numbers allow one to say. */
function verdictSection(comparisons: readonly Comparison[], page: Page): Lines {
  return bulleted('Verdict', sentencesOf(comparisons, verdictInWords), page.paint('strong', '·'), page);
}
