import type { RunResult } from '../../sim/run/result.ts';
import { count, decimal, percent, plural, time } from '../format.ts';
import { OUTCOME_WORDS } from '../outcome-words.ts';
import { clientRows, edgeRows, faultRows, ledgerRows } from '../run-counts.ts';
import { settingRows } from '../settings.ts';
import { ledgerFlow } from './ledger-flow.ts';
import { overTimeSection } from './over-time-section.ts';
import { markup, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';
import { pasteBlock } from './paste-block.ts';
import { timeAxisOf } from './plots/time-axis.ts';
import type { RunFound } from '../trace/run-found.ts';
import { judgementSection } from './run-judgement.ts';
import { countTable, section } from './section.ts';
import { timelineSection } from './timeline-section.ts';

/** The page of one run, from its verdict to its settings. `id` begins all ids in it. */
export function runArticle(id: string, found: RunFound): Markup {
  const { result, witnessed } = found;
  const axis = timeAxisOf(result);
  return markup`<article aria-labelledby="${id}">
${verdictHeader(id, found)}
${tiles(result)}
${witnessed === null ? NOTHING : overTimeSection(id, witnessed.series, axis)}
${section(`${id}-ledger`, 'Where the readings went', ledgerFlow(`${id}-flow`, result.ledger), tables(result))}
${faultsSection(id, result)}
${judgementSection(id, found)}
${witnessed === null ? NOTHING : timelineSection(id, witnessed, faultsIn(result))}
${settingsSection(id, result)}
</article>`;
}

function verdictHeader(id: string, { result, paste }: RunFound): Markup {
  const [word, tone] = OUTCOME_WORDS[result.outcome];
  const sign = tone === 'good' ? '✓' : tone === 'bad' ? '✗' : '!';
  const { scenario, seed, subject, transport, fingerprint, simulatedMs } = result;
  const facts: readonly (readonly [string, string])[] = [
    ['policy', subject.policy],
    ['edge', subject.edge],
    ['device', subject.device],
    ['transport', transport],
    ['virtual time', time(simulatedMs)],
    ['calendar entries', count(result.events)],
    ['fingerprint', fingerprint.slice(0, 12)],
  ];
  return markup`<header class="verdict tone-${tone}">
<p class="verdict-word"><span aria-hidden="true">${sign}</span> ${word}</p>
<h2 id="${id}">${scenario.name} <span class="dim">· seed ${seed}</span></h2>
<p class="why">${result.why}</p>
<p class="description">${scenario.description}</p>
<dl class="facts">${facts.map(([what, value]) => markup`<div><dt>${what}</dt><dd>${value}</dd></div>`)}</dl>
${pasteBlock(paste)}
</header>`;
}

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly says: string;
}

function tiles({ metrics, ledger, latency, attempts }: RunResult): Markup {
  const shown: readonly Tile[] = [
    {
      name: 'delivered',
      value: metrics.delivered === null ? '–' : percent(metrics.delivered),
      says: `of ${plural(ledger.generated, 'reading')}`,
    },
    { name: 'lost', value: metrics.lost === null ? '–' : count(metrics.lost), says: 'unseen by anybody' },
    {
      name: 'attempts per reading',
      value: attempts.mean === null ? '–' : decimal(attempts.mean, 2),
      says: 'what retries cost',
    },
    {
      name: 'median latency',
      value: latency.p50Ms === null ? '–' : time(latency.p50Ms),
      says: latency.p99Ms === null ? 'nothing acknowledged' : `99 % within ${time(latency.p99Ms)}`,
    },
    {
      name: 'peak load',
      value: metrics.peakRequestsPerSecond === null ? '–' : count(metrics.peakRequestsPerSecond),
      says: 'requests in one second',
    },
    {
      name: 'accepted twice',
      value: ledger.acceptedTwice === null ? '–' : count(ledger.acceptedTwice),
      says: ledger.deduplicated === null ? 'not told' : `${count(ledger.deduplicated)} deduplicated`,
    },
  ];
  return markup`<ul class="tiles plain">${shown.map(({ name, value, says }) => markup`<li><span class="tile-name">${name}</span><span class="tile-value">${value}</span><span class="tile-says">${says}</span></li>`)}</ul>`;
}

/** Those that showed: what a timeline can be filtered by. */
function faultsIn({ faults }: RunResult): readonly string[] {
  return Object.entries(faults).flatMap(([name, { injected, inEffect }]) =>
    injected + inEffect > 0 ? [name] : [],
  );
}

function tables(result: RunResult): Markup {
  return markup`<div class="columns">${countTable('Delivery ledger', ledgerRows(result))}${countTable('What the devices saw', clientRows(result))}${countTable('What the edge saw', edgeRows(result))}</div>`;
}

function faultsSection(id: string, result: RunResult): Markup {
  const rows = faultRows(result);
  if (rows.length === 0)
    return section(`${id}-faults`, 'Faults', markup`<p class="note">Nothing went wrong on purpose.</p>`);
  const cell = (value: number | null): Markup =>
    markup`<td class="${value === 0 || value === null ? 'dim' : ''}">${value === null ? '–' : count(value)}</td>`;
  return section(
    `${id}-faults`,
    'Faults',
    markup`<table class="counts"><thead><tr><th scope="col">fault</th><th scope="col">injected</th><th scope="col">in effect</th><th scope="col">seen by the client</th></tr></thead><tbody>${rows.map(({ name, injected, inEffect, seen }) => markup`<tr><th scope="row">${name}</th>${cell(injected)}${cell(inEffect)}${cell(seen)}</tr>`)}</tbody></table>`,
  );
}

function settingsSection(id: string, { scenario, subject }: RunResult): Markup {
  const rows = settingRows(scenario, subject.policy).map(
    ([what, text]) => markup`<tr><th scope="row">${what}</th><td>${text}</td></tr>`,
  );
  return section(
    `${id}-settings`,
    'Settings',
    markup`<table class="settings"><tbody>${rows}</tbody></table>`,
  );
}
