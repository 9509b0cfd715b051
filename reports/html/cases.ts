import { basename, isAbsolute } from 'node:path';
import type { FailureGroup } from '../../sim/sweep/sweep-summary.ts';
import type { CaseStatus, ManyFound, Report, ReportCase } from '../reporters/report.ts';
import { count, plural } from '../format.ts';
import { storyOf } from '../trace/story.ts';
import { markup, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';
import { pasteBlock } from './paste-block.ts';
import { bullets, section } from './section.ts';
import { smallFailureMarkup } from './small-failure.ts';
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

interface Told {
  readonly each: ReportCase;
  readonly id: string;
}

/** Those that failed alike, the first of them told at length. */
interface Kind {
  readonly group: FailureGroup;
  readonly first: Told;
  readonly alike: readonly Told[];
}

/** What was tried, as a grid of scenarios and seeds that leads to each that is to be looked at, and those by kind. */
export function casesSections({ cases, found }: Pick<Report, 'cases' | 'found'>): readonly Markup[] {
  if (cases.length === 0) return [];
  let opened = 0;
  const placed = cases.map((each, index): Placed => {
    const isOpened = each.status !== 'passed' && opened < OPENED_MAX;
    if (isOpened) opened += 1;
    return { each, id: isOpened ? `case${index}` : null };
  });
  const told = placed.flatMap(({ each, id }) => (id === null ? [] : [{ each, id }]));
  const left = cases.filter(({ status }) => status !== 'passed').length - opened;
  const many = found.kind === 'many' ? found : null;
  const kinds = kindsOf(many?.summary.failures ?? [], told);
  const inKind = new Set(kinds.flatMap(({ first, alike }) => [first, ...alike]));
  const others = told.filter((one) => !inKind.has(one));
  return [
    section('cases', 'What was tried', grid(placed)),
    ...(told.length === 0
      ? []
      : [
          section(
            'opened',
            'What is to be looked at',
            ...kinds.map((kind) => kindMarkup(kind, many)),
            ...others.map((one) => openedCase(one, 'whole')),
            left > 0
              ? markup`<p class="note" role="note">And ${count(left)} more, which stand in the grid.</p>`
              : NOTHING,
          ),
        ]),
  ];
}

function kindsOf(groups: readonly FailureGroup[], told: readonly Told[]): readonly Kind[] {
  return groups.flatMap((group) => {
    const seeds = new Set(group.seeds);
    const [first, ...alike] = told.filter(
      ({ each }) => each.group === group.scenario && seeds.has(each.properties['seed'] ?? ''),
    );
    return first === undefined ? [] : [{ group, first, alike }];
  });
}

function grid(placed: readonly Placed[]): Markup {
  const groups = [...new Set(placed.map(({ each }) => each.group))];
  const rows = groups.map((group) => {
    const own = placed.filter(({ each }) => each.group === group);
    const failed = own.filter(({ each }) => each.status === 'failed').length;
    const says =
      failed === 0 ? plural(own.length, 'run') : `${count(failed)} of ${plural(own.length, 'run')} failed`;
    return markup`<tr><th scope="row">${group}</th><td class="${failed === 0 ? 'dim' : 'tone-bad'}">${says}</td><td class="cells"><ul class="cells-list plain">${own.map(cell)}</ul></td></tr>`;
  });
  return markup`<table class="case-grid"><thead><tr><th scope="col">scenario</th><th scope="col">came to</th><th scope="col">each run</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function cell({ each: { name, status, says }, id }: Placed): Markup {
  const sign = SIGNS[status];
  const words = `${name}: ${WORDS[status]}, ${says}`;
  const inner = markup`<span aria-hidden="true">${sign}</span><span class="hidden">${words}</span>`;
  return id === null
    ? markup`<li class="cell cell-${status}" title="${words}">${inner}</li>`
    : markup`<li class="cell cell-${status}"><a href="#${id}" title="${words}">${inner}</a></li>`;
}

function kindMarkup({ group, first, alike }: Kind, many: ManyFound | null): Markup {
  const { scenario, failure, seeds } = group;
  const small = many?.small.find((one) => one.scenario === scenario && one.seed === group.first.seed);
  const runs = many?.summary.scenarios.find((one) => one.scenario === scenario)?.runs ?? seeds.length;
  return markup`<div class="kind"><h4 class="kind-name"><span class="mark-sign" aria-hidden="true">✗</span> ${scenario}: ${failure}</h4><p class="dim">${count(seeds.length)} of ${plural(runs, 'run')} failed so.</p>${openedCase(first, 'first')}${small === undefined ? NOTHING : smallFailureMarkup(small)}${alikeMarkup(alike)}</div>`;
}

function alikeMarkup(alike: readonly Told[]): Markup {
  if (alike.length === 0) return NOTHING;
  const says =
    alike.length === 1 ? 'Another run that failed alike' : `${count(alike.length)} others that failed alike`;
  return markup`<details class="alike"><summary>${says}</summary>${alike.map((one) => openedCase(one, 'alike'))}</details>`;
}

/** `first` and `alike`: under the name of their kind. */
function openedCase({ each, id }: Told, place: 'whole' | 'first' | 'alike'): Markup {
  const { group, name, status, says, details, paste, story } = each;
  const title =
    place === 'whole'
      ? markup`<h4><span class="mark-sign" aria-hidden="true">${SIGNS[status]}</span> ${group}, ${name}</h4><p>${says}</p>`
      : markup`<h5>${name}</h5>`;
  return markup`<div class="case tone-${status === 'failed' ? 'bad' : 'warn'}" id="${id}" tabindex="-1">${title}${details.length === 0 ? NOTHING : bullets(details)}${factsOf(each)}${pasteBlock(paste)}${story.length === 0 ? NOTHING : openedStory({ each, id }, place !== 'alike')}</div>`;
}

/** All of them are in the data; a fingerprint is known by its beginning. */
function factsOf({ properties, place }: ReportCase): Markup {
  const facts = Object.entries(properties).flatMap(([what, value]) => {
    if (what === 'seed' || value === '') return [];
    return [`${what} ${what === 'fingerprint' ? value.slice(0, 12) : value}`];
  });
  if (place !== null) facts.push(`${namedIn(place.file)}:${place.line}`);
  return facts.length === 0 ? NOTHING : markup`<p class="dim facts-line">${facts.join(' · ')}</p>`;
}

/** Where the scenarios of Petrel lie on a machine is nobody's business, and would make other bytes of the same run. */
function namedIn(file: string): string {
  return isAbsolute(file) ? basename(file) : file;
}

function openedStory({ each: { story, draws, properties }, id }: Told, isOpen: boolean): Markup {
  const first = story.find((event) => 'device' in event && 'reading' in event);
  if (first === undefined || !('device' in first) || !('reading' in first)) return NOTHING;
  const { device, reading } = first;
  if (device === null || reading === null) return NOTHING;
  const steps = storyOf(story, { device, reading }, draws);
  const whole = first.kind === 'reading_recorded';
  return markup`<details class="accused"${isOpen ? markup` open` : NOTHING}><summary>${whole ? 'The story' : 'The last events'} of ${device}, reading ${reading}</summary>${storyMarkup(steps, { id: `${id}-story`, seed: properties['seed'] ?? '' })}</details>`;
}
