import type { SweepSummary } from '../sim/sweep/sweep-summary.ts';
import { metricValue, percent } from './format.ts';
import { leftOutWords } from './left-out-words.ts';
import { markdownText } from './markdown-text.ts';
import { runsWarnings } from './runs-warnings.ts';

const MARGINS_SHOWN = 10;

/** How close the runs came to their bounds, what they left out and were warned of, as Markdown; null where there is nothing. */
export function sweepMarkdown({ margins, leftOut, warnings }: SweepSummary): string | null {
  const blocks = [
    marginsBlock(margins),
    listBlock('Not judged', leftOut.map(leftOutWords)),
    listBlock('Warnings', runsWarnings(warnings)),
  ].filter((block) => block.length > 0);
  return blocks.length === 0 ? null : blocks.map((lines) => lines.join('\n')).join('\n\n');
}

function listBlock(title: string, sentences: readonly string[]): readonly string[] {
  if (sentences.length === 0) return [];
  return [`### ${title}`, '', ...sentences.map((sentence) => `- ${markdownText(sentence)}`)];
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
