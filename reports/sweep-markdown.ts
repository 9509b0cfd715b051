import type { SweepSummary } from '../sim/sweep/sweep-summary.ts';
import { metricValue, percent } from './format.ts';
import { markdownText } from './markdown-text.ts';
import { runsWarnings } from './runs-warnings.ts';

const MARGINS_SHOWN = 10;

/** How close the runs came to their bounds, and what they were warned of, as Markdown; null where there is neither. */
export function sweepMarkdown({ margins, warnings }: SweepSummary): string | null {
  const blocks = [marginsBlock(margins), warningsBlock(warnings)].filter((block) => block.length > 0);
  return blocks.length === 0 ? null : blocks.map((lines) => lines.join('\n')).join('\n\n');
}

function warningsBlock(warnings: SweepSummary['warnings']): readonly string[] {
  if (warnings.length === 0) return [];
  return ['### Warnings', '', ...runsWarnings(warnings).map((sentence) => `- ${markdownText(sentence)}`)];
}

function marginsBlock(margins: SweepSummary['margins']): readonly string[] {
  if (margins.length === 0) return [];
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
  ];
}
