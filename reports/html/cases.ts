import type { CaseStatus, Report, ReportCase } from '../reporters/report.ts';
import { count, plural } from '../format.ts';
import { storyOf } from '../trace/story.ts';
import { markup, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';
import { pasteBlock } from './paste-block.ts';
import { bullets, section } from './section.ts';
import { storyMarkup } from './story-markup.ts';

const SIGNS: Readonly<Record<CaseStatus, string>> = { passed: '✓', failed: '✗', note: '!' };
const WORDS: Readonly<Record<CaseStatus, string>> = { passed: 'passed', failed: 'failed', note: 'noted' };

/** More failures than this are a list that nobody reads; the grid has all. */
const OPENED_MAX = 50;

interface Placed {
  readonly each: ReportCase;
  /** Where it is told of; null: nowhere. */
  readonly id: string | null;
}

/** What was tried, as a grid of scenarios and seeds that leads to each that is to be looked at, and those one by one. */
export function casesSections({ cases }: Report): readonly Markup[] {
  if (cases.length === 0) return [];
  let opened = 0;
  const placed = cases.map((each, index): Placed => {
    const isOpened = each.status !== 'passed' && opened < OPENED_MAX;
    if (isOpened) opened += 1;
    return { each, id: isOpened ? `case${index}` : null };
  });
  const wanted = cases.filter(({ status }) => status !== 'passed').length;
  return [
    section('cases', 'What was tried', grid(placed)),
    ...(wanted === 0
      ? []
      : [
          section(
            'opened',
            'What is to be looked at',
            ...placed.flatMap(({ each, id }) => (id === null ? [] : [openedCase(each, id)])),
            wanted > opened
              ? markup`<p class="note" role="note">And ${count(wanted - opened)} more, which stand in the grid.</p>`
              : NOTHING,
          ),
        ]),
  ];
}

function grid(placed: readonly Placed[]): Markup {
  const groups = [...new Set(placed.map(({ each }) => each.group))];
  const rows = groups.map((group) => {
    const own = placed.filter(({ each }) => each.group === group);
    const failed = own.filter(({ each }) => each.status === 'failed').length;
    const says =
      failed === 0 ? plural(own.length, 'run') : `${count(failed)} of ${plural(own.length, 'run')} failed`;
    return markup`<tr><th scope="row">${group}</th><td class="cells"><ul class="cells-list plain">${own.map(cell)}</ul></td><td class="${failed === 0 ? 'dim' : 'tone-bad'}">${says}</td></tr>`;
  });
  return markup`<div class="grid-box"><table class="case-grid"><thead><tr><th scope="col">scenario</th><th scope="col">each run</th><th scope="col">came to</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function cell({ each: { name, status, says }, id }: Placed): Markup {
  const sign = SIGNS[status];
  const words = `${name}: ${WORDS[status]}, ${says}`;
  const inner = markup`<span aria-hidden="true">${sign}</span><span class="hidden">${words}</span>`;
  return id === null
    ? markup`<li class="cell cell-${status}" title="${words}">${inner}</li>`
    : markup`<li class="cell cell-${status}"><a href="#${id}" title="${words}">${inner}</a></li>`;
}

function openedCase(
  { group, name, status, says, details, properties, paste, place, story }: ReportCase,
  id: string,
): Markup {
  const facts = Object.entries(properties).filter(([what]) => what !== 'seed');
  return markup`<div class="case tone-${status === 'failed' ? 'bad' : 'warn'}" id="${id}" tabindex="-1"><h4><span class="mark-sign" aria-hidden="true">${SIGNS[status]}</span> ${group}, ${name}</h4><p>${says}</p>${details.length === 0 ? NOTHING : bullets(details)}${facts.length === 0 && place === null ? NOTHING : markup`<p class="dim">${[...facts.map(([what, value]) => `${what} ${value}`), ...(place === null ? [] : [`${place.file}:${place.line}`])].join(' · ')}</p>`}${pasteBlock(paste)}${openedStory(id, { story, properties })}</div>`;
}

function openedStory(id: string, { story, properties }: Pick<ReportCase, 'story' | 'properties'>): Markup {
  const first = story.find((event) => 'device' in event && 'reading' in event);
  if (first === undefined || !('device' in first) || !('reading' in first)) return NOTHING;
  const { device, reading } = first;
  if (device === null || reading === null) return NOTHING;
  const steps = storyOf(story, { device, reading }, null);
  return markup`<details class="accused"><summary>The last events of ${device}, reading ${reading}</summary>${storyMarkup(steps, { id: `${id}-story`, seed: properties['seed'] ?? '' })}</details>`;
}
