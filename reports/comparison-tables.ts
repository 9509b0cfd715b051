import type { Comparison } from '../sim/explore/comparison.ts';
import { METRICS } from '../sim/metrics/metrics.ts';
import type { ComparedMetricName } from '../sim/metrics/metrics.ts';
import { columnTables } from './column-tables.ts';
import type { LeadingColumn } from './column-tables.ts';
import {
  differenceColumns,
  estimateCell,
  estimateGroups,
  measureOf,
  policyColumns,
} from './comparison-columns.ts';
import { heading } from './layout.ts';
import type { Lines } from './layout.ts';
import type { Page } from './page.ts';
import type { PolicyLabel } from './policy-labels.ts';
import { fit, plain } from './text-width.ts';

/** Of a swept value over its column; the header of the report has it whole. */
const VALUE_COLUMNS_MAX = 16;

function nameColumn(labels: readonly PolicyLabel[]): LeadingColumn {
  return { header: 'policy', cells: labels.map(({ label }) => label), align: 'left', shrinks: true };
}

function nColumn(ns: readonly number[]): LeadingColumn {
  return { header: 'n', cells: ns.map(String), align: 'right' };
}

export function policiesSection(
  comparisons: readonly Comparison[],
  labels: readonly PolicyLabel[],
  page: Page,
): Lines {
  return [
    heading('Policies', page),
    ...columnTables([nameColumn(labels)], policyColumns(comparisons, page.paint), page),
  ];
}

/** All estimates: policies as rows, as many metrics beside each other as fit. */
export function estimateSections(
  comparison: Comparison,
  labels: readonly PolicyLabel[],
  page: Page,
): readonly Lines[] {
  return estimateGroups(comparison, page.paint).map(({ title, ns, columns }) => [
    heading(title, page),
    ...columnTables([nameColumn(labels), nColumn(ns)], columns, page),
  ]);
}

/** Each policy minus the baseline on the same seeds. */
export function differencesSection(
  comparison: Comparison,
  labels: readonly PolicyLabel[],
  page: Page,
): Lines {
  const compared = comparison.policies.filter(({ baseline }) => !baseline);
  const columns = differenceColumns(comparison, compared);
  if (compared.length === 0 || columns.length === 0) return [];
  const names = labels.filter((_, index) => comparison.policies[index]?.baseline === false);
  const baseline = labels.find((_, index) => comparison.policies[index]?.baseline === true);
  return [
    heading(`Difference to ${baseline?.label ?? plain(comparison.baseline)} on the same seeds`, page),
    ...columnTables([nameColumn(names)], columns, page),
  ];
}

/** For each metric a table: policies as rows, the values of the swept setting beside each other. */
export function sweepSections(
  comparisons: readonly Comparison[],
  metrics: readonly ComparedMetricName[],
  labels: readonly PolicyLabel[],
  page: Page,
): readonly Lines[] {
  const setting = plain(comparisons[0]?.sweep?.setting ?? '');
  return metrics.map((metric) => {
    const measures = comparisons.map(({ policies }) =>
      labels.map(({ policy }) => {
        const found = policies.find((candidate) => candidate.policy === policy);
        return found === undefined ? null : measureOf(found, metric);
      }),
    );
    const ns = labels.map((_, row) => Math.max(0, ...measures.map((column) => column[row]?.estimate.n ?? 0)));
    const columns = measures.map((column, index) => ({
      header: fit(plain(comparisons[index]?.sweep?.value ?? ''), VALUE_COLUMNS_MAX),
      cells: column.map((measure, row) =>
        measure === null ? [''] : estimateCell(measure, ns[row] ?? 0, page.paint),
      ),
    }));
    return [
      heading(`${METRICS[metric].compared.label} by ${setting}`, page),
      ...columnTables([nameColumn(labels), nColumn(ns)], columns, page),
    ];
  });
}
