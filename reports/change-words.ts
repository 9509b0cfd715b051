import type { MetricChange, RunChange } from '../sim/sweep/baseline-changes.ts';
import type { RunRecord } from '../sim/sweep/run-record.ts';
import { metricValue } from './format.ts';

/** One sentence on what became of a run against its baseline. */
export function changeSentence(change: RunChange, { why }: Pick<RunRecord, 'why'>): string {
  switch (change.kind) {
    case 'failed':
      return why;
    case 'new':
      return 'nothing is agreed on yet: check --update writes its baseline';
    case 'outcome':
      return `another outcome: ${outcomeIn(change)}`;
    case 'trajectory':
      return change.metrics.length === 0
        ? 'other events, the same outcome'
        : `other events, the same outcome within tolerance: ${changesIn(change.metrics)}`;
    case 'more':
      return `as agreed; its baseline does not have ${change.metrics.map(({ metric }) => metric).join(', ')} yet`;
    case 'same':
      return 'as agreed';
  }
}

function outcomeIn({ agreed, metrics }: Extract<RunChange, { kind: 'outcome' }>): string {
  if (agreed === 'passed') return changesIn(metrics);
  const verdict = `passed (agreed ${agreed})`;
  return metrics.length === 0 ? verdict : `${verdict}, ${changesIn(metrics)}`;
}

/** More of them are in the data; the first say what kind of change it is. */
const SHOWN_MAX = 6;

function changesIn(metrics: readonly MetricChange[]): string {
  const rest = metrics.length - SHOWN_MAX;
  const shown = metrics.slice(0, SHOWN_MAX).map(metricChange);
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}

/** `latencyP99 1.2s (agreed 0.8s)`. */
function metricChange({ metric, unit, before, now }: MetricChange): string {
  const said = (value: number | null): string =>
    value === null ? 'not observable' : metricValue(value, unit);
  return `${metric} ${said(now)} (agreed ${said(before)})`;
}
