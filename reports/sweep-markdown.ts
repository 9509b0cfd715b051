import type { SweepSummary } from '../sim/sweep/sweep-summary.ts';
import { metricValue, percent } from './format.ts';
import { markdownText } from './markdown-text.ts';

const MARGINS_SHOWN = 10;

/** How close the runs came to their bounds, as Markdown; null where no bound was judged. */
export function sweepMarkdown({ margins }: SweepSummary): string | null {
  if (margins.length === 0) return null;
  const rows = margins.slice(0, MARGINS_SHOWN).map(({ scenario, bound, value, unit, slack, seed }) => {
    const left = slack < 0 ? `-${percent(-slack)}` : percent(slack);
    const cells = [
      markdownText(scenario),
      markdownText(bound),
      metricValue(value, unit),
      left,
      markdownText(seed),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '### Margins, the tightest first',
    '',
    '| scenario | bound | worst | slack | seed |',
    '| --- | --- | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}
