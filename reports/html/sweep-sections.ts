import type { LeastMargin, SometimesSummary, SweepSummary } from '../../sim/sweep/sweep-summary.ts';
import { count, metricValue, percent } from '../format.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { round } from './plots/frame.ts';
import { section } from './section.ts';

/** How close the runs came to their bounds, and what should happen sometimes. */
export function sweepSections({ margins, sometimes }: SweepSummary): readonly Markup[] {
  return [
    ...(sometimes.length === 0
      ? []
      : [section('sometimes', 'What should happen sometimes', sometimesTable(sometimes))]),
    ...(margins.length === 0 ? [] : [section('margins', 'How close it was', marginTable(margins))]),
  ];
}

function sometimesTable(sometimes: readonly SometimesSummary[]): Markup {
  const rows = sometimes.map(({ scenario, name, hits, inRuns, runs }) => {
    const came = hits > 0 ? `${count(hits)}× in ${count(inRuns)} of ${count(runs)} runs` : 'never';
    return markup`<tr><th scope="row">${scenario ?? 'any scenario'}</th><td class="left">${name}</td><td class="${hits > 0 ? '' : 'tone-bad'}">${hits > 0 ? '✓' : '✗'} ${came}</td></tr>`;
  });
  return markup`<div class="wide" role="region" tabindex="0" aria-label="What should happen sometimes"><table class="policies"><thead><tr><th scope="col">scenario</th><th scope="col">property</th><th scope="col">happened</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Of each bound the run that left it the least room, the tightest first. */
function marginTable(margins: readonly LeastMargin[]): Markup {
  const rows = margins.map(
    ({ scenario, bound, value, unit, slack, seed }) =>
      markup`<tr><th scope="row">${scenario}</th><td class="left">${bound}</td><td>${metricValue(value, unit)}</td><td>${slack < 0 ? `-${percent(-slack)}` : percent(slack)}</td><td class="slack">${slackBar(slack)}</td><td>${seed}</td></tr>`,
  );
  return markup`<p class="note">Slack: how much of its room a bound had left, at its worst.</p><div class="wide" role="region" tabindex="0" aria-label="Margins"><table class="policies"><thead><tr><th scope="col">scenario</th><th scope="col">bound</th><th scope="col">worst</th><th scope="col">slack</th><th scope="col"><span class="hidden">slack, drawn</span></th><th scope="col">seed</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

const BAR = 120;

function slackBar(slack: number): Markup {
  const width = round(Math.min(1, Math.abs(slack)) * BAR);
  return markup`<svg width="${BAR}" height="10" aria-hidden="true"><rect class="slack-room" width="${BAR}" height="10"/><rect class="${slack < 0 ? 'slack-missed' : slack < 0.1 ? 'slack-tight' : 'slack-left'}" width="${width}" height="10"/></svg>`;
}
