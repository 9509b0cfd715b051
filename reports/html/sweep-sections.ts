import type { LeastMargin, SometimesSummary } from '../../sim/sweep/sweep-summary.ts';
import { changeSentence } from '../change-words.ts';
import { count, metricValue, percent } from '../format.ts';
import type { HeldRun, ManyFound } from '../reporters/report.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { round } from './plots/axis.ts';
import { section } from './section.ts';

/** What changed, how close the runs came to their bounds, and what should happen sometimes. */
export function sweepSections({ summary, held, asksSometimes }: ManyFound): readonly Markup[] {
  const { margins, sometimes } = summary;
  return [
    ...(held.length === 0 ? [] : [section('held', 'What changed against the baseline', changes(held))]),
    ...(sometimes.length === 0
      ? []
      : [section('sometimes', 'What should happen sometimes', sometimesTable(sometimes, asksSometimes))]),
    ...(margins.length === 0 ? [] : [section('margins', 'How close it was', marginTable(margins))]),
  ];
}

/** A row for each metric that went elsewhere; runs of which nothing else is to be said in a sentence. */
function changes(held: readonly HeldRun[]): Markup {
  const rows = held.flatMap(({ scenario, seed, change }) => {
    if (!('metrics' in change) || change.kind === 'more') return [];
    const isTooFar = change.kind === 'outcome';
    return change.metrics.map(({ metric, unit, before, now }) => {
      const said = (value: number | null): string =>
        value === null ? 'not observable' : metricValue(value, unit);
      return markup`<tr><th scope="row">${scenario}</th><td>${seed}</td><td class="left">${metric}</td><td>${said(before)}</td><td>${said(now)}</td><td class="left ${isTooFar ? 'tone-bad' : 'dim'}">${isTooFar ? '✗ too far' : 'within tolerance'}</td></tr>`;
    });
  });
  const same = held.filter(({ change }) => change.kind === 'same').length;
  const others = held.filter(
    ({ change }) =>
      change.kind !== 'same' && !('metrics' in change && change.metrics.length > 0 && change.kind !== 'more'),
  );
  const sentences = [
    ...(same === 0 ? [] : [`${count(same)} of ${count(held.length)} as agreed, event by event.`]),
    ...others.map(
      ({ scenario, seed, change }) =>
        `${scenario}, seed ${seed}: ${change.kind === 'failed' ? 'failed, which no baseline makes right' : changeSentence(change, { why: '' })}.`,
    ),
  ];
  const said = markup`<ul class="plain">${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul>`;
  if (rows.length === 0) return said;
  return markup`${said}<div class="wide" role="region" tabindex="0" aria-label="Changed metrics"><table class="policies"><thead><tr><th scope="col" class="left">scenario</th><th scope="col">seed</th><th scope="col" class="left">metric</th><th scope="col">agreed</th><th scope="col">now</th><th scope="col" class="left">which is</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function sometimesTable(sometimes: readonly SometimesSummary[], isAsked: boolean): Markup {
  const rows = sometimes.map(({ scenario, name, hits, inRuns, runs }) => {
    const came =
      hits > 0
        ? `✓ ${count(hits)}× in ${count(inRuns)} of ${count(runs)} runs`
        : isAsked
          ? '✗ never'
          : '– not in these runs';
    const tone = hits > 0 ? '' : isAsked ? 'tone-bad' : 'dim';
    return markup`<tr><th scope="row">${scenario ?? 'any scenario'}</th><td class="left">${name}</td><td class="left ${tone}">${came}</td></tr>`;
  });
  return markup`<div class="wide" role="region" tabindex="0" aria-label="What should happen sometimes"><table class="policies"><thead><tr><th scope="col" class="left">scenario</th><th scope="col" class="left">property</th><th scope="col" class="left">happened</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Of each bound the run that left it the least room, the tightest first. */
function marginTable(margins: readonly LeastMargin[]): Markup {
  const rows = margins.map(
    ({ scenario, bound, value, unit, slack, seed }) =>
      markup`<tr><th scope="row">${scenario}</th><td class="left">${bound}</td><td>${metricValue(value, unit)}</td><td>${slack < 0 ? `-${percent(-slack)}` : percent(slack)}</td><td class="slack">${slackBar(slack)}</td><td>${seed}</td></tr>`,
  );
  return markup`<p class="note">Slack: how much of its room a bound had left, at its worst.</p><div class="wide" role="region" tabindex="0" aria-label="Margins"><table class="policies"><thead><tr><th scope="col" class="left">scenario</th><th scope="col" class="left">bound</th><th scope="col">worst</th><th scope="col">slack</th><th scope="col"><span class="hidden">slack, drawn</span></th><th scope="col">seed</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

const BAR = 120;

function slackBar(slack: number): Markup {
  const width = round(Math.min(1, Math.abs(slack)) * BAR);
  return markup`<svg width="${BAR}" height="10" aria-hidden="true"><rect class="slack-room" width="${BAR}" height="10"/><rect class="${slack < 0 ? 'slack-missed' : slack < 0.1 ? 'slack-tight' : 'slack-left'}" width="${width}" height="10"/></svg>`;
}
