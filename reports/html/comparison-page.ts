import type { Comparison } from '../../sim/explore/comparison.ts';
import type { Window } from '../../sim/scenario/scenario.ts';
import { renderComparisonsCsv } from '../comparison-csv.ts';
import { circumstances, INTERRUPTED } from '../comparison-header.ts';
import { remarksOn } from '../comparison-judgement.ts';
import { legendRows } from '../comparison-legend.ts';
import {
  differenceTables,
  estimateTables,
  keyMetricsOf,
  policyTable,
  sweepTables,
} from '../comparison-tables.ts';
import type { ComparisonTable } from '../comparison-tables.ts';
import { paintFor } from '../paint.ts';
import type { ComparisonsFound } from '../reporters/report.ts';
import { linesMarkup, markup, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';
import { curvesOverSweep } from './plots/curves.ts';
import { forestPlots } from './plots/forest.ts';
import { latencyCurves } from './plots/latency-curves.ts';
import { loadOfPolicies } from './plots/policy-load.ts';
import type { PolicyLoads } from './page-data.ts';
import { shadesOf } from './plots/time-axis.ts';
import { bullets, section } from './section.ts';

const UNPAINTED = paintFor(false);

/** Policies side by side: what may be said first, then what it rests on. */
export function comparisonSections({ comparisons, windows }: ComparisonsFound): readonly Markup[] {
  const [first] = comparisons;
  if (first === undefined) return [markup`<p class="note">Nothing was compared.</p>`];
  const isSweep = comparisons.length > 1;
  const tables = isSweep
    ? sweepTables(comparisons, keyMetricsOf(first), UNPAINTED)
    : [...estimateTables(first, UNPAINTED), ...differenceTables(first, first.baseline)];
  return [
    verdictSection(comparisons),
    ...(isSweep
      ? [
          section(
            'curves',
            `What ${first.sweep?.setting ?? 'the setting'} does`,
            curvesOverSweep(comparisons),
          ),
        ]
      : [
          section('forest', `Each policy against ${first.baseline}`, ...forestPlots(first)),
          section('load', 'Offered load', loadOfPolicies(policyLoads(first, windows))),
        ]),
    section(
      'latency',
      'How long readings take',
      markup`<p class="note">Of all measured readings, mean over seeds. What is never acknowledged counts as not yet: where a curve ends below 100%, the rest never was.</p>`,
      markup`<div class="plots">${comparisons.map((comparison, index) => latencyCurves(`latency-${index}`, comparison))}</div>`,
    ),
    section(
      'numbers',
      'Numbers',
      ...[policyTable(comparisons, UNPAINTED), ...tables].map(tableMarkup),
      rowsMarkup(legendRows(first, first.baseline)),
    ),
    section('csv', 'As CSV', csvBlock(comparisons)),
    section('how', 'How it was made', rowsMarkup(circumstances(comparisons))),
  ];
}

/** What a script draws anew where somebody looks nearer; null where the page has no such plot. */
export function loadsOf({ comparisons, windows }: ComparisonsFound): PolicyLoads | null {
  const [first, second] = comparisons;
  return first === undefined || second !== undefined ? null : policyLoads(first, windows);
}

function policyLoads({ policies }: Comparison, windows: readonly Window[]): PolicyLoads {
  return {
    policies: policies.map(({ policy, loadPerSecond }) => ({ policy, loadPerSecond })),
    shades: shadesOf(windows),
  };
}

const TONES: Readonly<Record<string, string>> = { bad: 'bad', warn: 'warn' };

/** In words, as at a terminal, but with the verdict first. */
function verdictSection(comparisons: readonly Comparison[]): Markup {
  const remarks = remarksOn(comparisons).toSorted(
    (a, b) => Number(b.title === 'Verdict') - Number(a.title === 'Verdict'),
  );
  const whole = comparisons.every(({ complete }) => complete);
  return section(
    'verdict',
    'What the numbers allow one to say',
    whole ? NOTHING : markup`<p class="note">${INTERRUPTED}</p>`,
    ...remarks.map(({ title, mark: [tone], sentences }) =>
      title === 'Verdict'
        ? bullets(sentences)
        : markup`<div class="remarks tone-${TONES[tone] ?? 'dim'}"><h4>${title}</h4>${bullets(sentences)}</div>`,
    ),
  );
}

function tableMarkup({ title, policies, ns, columns }: ComparisonTable): Markup {
  const heads = [...(ns === null ? [] : ['n']), ...columns.map(({ header }) => header)];
  const rows = policies.map((policy, row) => {
    const cells = [
      ...(ns === null ? [] : [[String(ns[row] ?? 0)]]),
      ...columns.map((column) => column.cells[row] ?? []),
    ];
    return markup`<tr><th scope="row">${policy}</th>${cells.map(([value = '', ...rest]) => markup`<td><span class="cell-value">${value}</span> <span class="dim">${rest.filter((part) => part.trim() !== '').join(' ')}</span></td>`)}</tr>`;
  });
  return markup`<div class="wide" role="region" tabindex="0" aria-label="${title}"><table class="policies"><caption>${title}</caption><thead><tr><th scope="col">policy</th>${heads.map((head) => (head === '' ? markup`<td></td>` : markup`<th scope="col">${head}</th>`))}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function rowsMarkup(rows: readonly (readonly [string, string])[]): Markup {
  return markup`<table class="settings"><tbody>${rows.map(([what, text]) => markup`<tr><th scope="row">${what}</th><td>${text}</td></tr>`)}</tbody></table>`;
}

/** To copy, or to save: a script puts the buttons there. */
function csvBlock(comparisons: readonly Comparison[]): Markup {
  const csv = renderComparisonsCsv(comparisons);
  return markup`<details class="numbers csv" data-name="comparison.csv"><summary>${csv.split('\n').length - 1} rows</summary><div class="scroll" role="region" tabindex="0" aria-label="CSV"><pre>${linesMarkup(csv)}</pre></div></details>`;
}
