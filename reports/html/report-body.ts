import type { Report } from '../reporters/report.ts';
import { plural } from '../format.ts';
import { casesSections } from './cases.ts';
import { comparisonSections, loadsOf } from './comparison-page.ts';
import { hatchPatterns } from './hatches.ts';
import { NOTHING, markup } from './markup.ts';
import type { Markup } from './markup.ts';
import type { PageData } from './page-data.ts';
import { sweepSections } from './sweep-sections.ts';
import { runArticle } from './run-article.ts';
import { runData } from './run-data.ts';
import type { RunFound } from '../trace/run-found.ts';

/** Of a report, what a page shows. */
export type ShownReport = Pick<Report, 'command' | 'passed' | 'verdict' | 'cases' | 'found'>;

/** All of the page that is seen without scripts. */
export function reportBody(report: ShownReport): Markup {
  const { command, passed, found } = report;
  const runs = found.kind === 'runs' ? found.runs : [];
  return markup`${hatchPatterns()}<a class="skip" href="#main">To the results</a>
<header class="banner"><p class="name">Petrel</p><h1>${command}: ${subjectOf(report)}</h1><p class="overall tone-${passed ? 'good' : 'bad'}">${passed ? '✓ passed' : '✗ failed'}</p></header>
<main id="main">${runs.length > 1 ? contents(runs) : NOTHING}${runs.map((run, index) => runArticle(idOf(index), run))}${partsOf(report)}</main>`;
}

/** What it is about, in a few words. */
function subjectOf({ found, cases }: ShownReport): string {
  if (found.kind === 'runs' && found.runs.length === 1)
    return found.runs.map(({ result }) => `${result.scenario.name}, seed ${result.seed}`).join('');
  const groups = [...new Set(cases.map(({ group }) => group))];
  return groups.length <= 3 ? groups.join(', ') : plural(groups.length, 'scenario');
}

/** What is no run by itself, under its verdict. */
function partsOf(report: ShownReport): Markup {
  const sections = sectionsOf(report);
  if (sections.length === 0) return NOTHING;
  const { passed, verdict } = report;
  return markup`<article aria-labelledby="whole"><header class="verdict tone-${passed ? 'good' : 'bad'}"><p class="verdict-word">${passed ? '✓ PASSED' : '✗ FAILED'}</p><h2 id="whole">${verdict}</h2></header>${sections}</article>`;
}

function sectionsOf(report: ShownReport): readonly Markup[] {
  const { found } = report;
  switch (found.kind) {
    case 'runs':
      return [];
    case 'comparisons':
      return comparisonSections(found);
    case 'many':
      return [...casesSections(report), ...sweepSections(found)];
    case 'cases':
      return casesSections(report);
  }
}

function idOf(index: number): string {
  return `run${index}`;
}

function contents(runs: readonly RunFound[]): Markup {
  return markup`<nav aria-label="Runs"><ul class="contents plain">${runs.map(({ result }, index) => markup`<li><a href="#${idOf(index)}">${result.outcome === 'passed' ? '✓' : '✗'} ${result.scenario.name}, seed ${result.seed}</a></li>`)}</ul></nav>`;
}

/** What the script of the page works with. */
export function reportData({ found }: ShownReport): PageData {
  return {
    runs: found.kind === 'runs' ? found.runs.flatMap((run, index) => runData(idOf(index), run)) : [],
    loads: found.kind === 'comparisons' ? loadsOf(found) : null,
  };
}
