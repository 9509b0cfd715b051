import { estimateText } from '../reports/estimate-text.ts';
import { time } from '../reports/format.ts';
import { moduleOf, versionOf } from './libraries.ts';
import type { Library } from './libraries.ts';
import { SITUATION_SEED } from './play.ts';
import type { Card, Plan } from './play.ts';
import { COLUMN_NAMES, COLUMNS } from './scores.ts';
import type { Score } from './scores.ts';
import { trapsIn } from './traps.ts';
import type { Conduct } from './conduct.ts';
import { SITUATION_NAMES, SITUATIONS, STORMS } from './worlds.ts';
import type { World } from './worlds.ts';

export interface ScorecardPage {
  readonly plan: Plan;
  /** In the order of the libraries of the plan. */
  readonly cards: readonly Card[];
  /** `2026-11-26`. It stands in one line, and nothing else depends on it. */
  readonly date: string;
  /** Of Petrel. */
  readonly version: string;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const [, ...numbers] = heads;
  return [line(heads), line(['---', ...numbers.map(() => '---:')]), ...rows.map(line)].join('\n');
}

/** What shows a run again. */
function lineOf({ scenario, set }: World, library: Library, seed: string): string {
  const sets = set.map((each) => ` --set ${/[^\w./:=%-]/.test(each) ? `'${each}'` : each}`).join('');
  return `npm run sim -- --scenario ${scenario}${sets} --seed ${seed} --device ${moduleOf(library)}`;
}

function scoreCells(score: Score | undefined): readonly string[] {
  if (score === undefined) return [];
  return COLUMN_NAMES.map((name) => {
    const { value, spread } = estimateText(score[name], COLUMNS[name].unit);
    return spread === '' ? value : `${value} ${spread}`;
  });
}

function stormText({ plan, cards }: ScorecardPage, at: number): string {
  const name = plan.storms[at];
  if (name === undefined) return '';
  const storm = STORMS[name];
  const [seed = '1'] = plan.seeds;
  const [first] = plan.libraries;
  const line = first === undefined ? '' : `\n\nOne of its runs: \`${lineOf(storm, first, seed)}\``;
  return `### ${storm.name[0]?.toUpperCase()}${storm.name.slice(1)}

\`${storm.scenario}\` in small: ${storm.says}.

${table(
  ['library', ...COLUMN_NAMES.map((column) => COLUMNS[column].head)],
  cards.map(({ library, scores }) => [library.name, ...scoreCells(scores[at])]),
)}${line}
`;
}

/** `1s`, or `1s–1.9s` where the devices differ. */
function spanText(waits: readonly number[]): string {
  const least = time(Math.round(Math.min(...waits)));
  const most = time(Math.round(Math.max(...waits)));
  return least === most ? least : `${least}–${most}`;
}

function waitsText(conducts: readonly Conduct[]): string {
  const most = Math.max(...conducts.map(({ waitsMs }) => waitsMs.length));
  return Array.from({ length: most }, (_, at) =>
    spanText(conducts.flatMap(({ waitsMs }) => waitsMs.slice(at, at + 1))),
  ).join(', ');
}

function endText(conducts: readonly Conduct[]): string {
  const ends = conducts.map(({ endedAtMs }) => endedAtMs);
  if (ends.includes(null)) return 'waits for ever';
  const spans = conducts.map(({ attemptsAtMs, endedAtMs }) => (endedAtMs ?? 0) - (attemptsAtMs.at(-1) ?? 0));
  return `gives up after ${spanText(spans)}`;
}

function conductText(conducts: readonly Conduct[], isSilence: boolean): string {
  if (conducts.some(({ isContent }) => isContent)) return 'content';
  const waits = waitsText(conducts);
  if (isSilence)
    return [waits === '' ? '' : `again after ${waits}`, endText(conducts)].filter(Boolean).join('; ');
  return waits === '' ? 'not again' : waits;
}

function conductTable(cards: readonly Card[]): string {
  return table(
    ['library', ...SITUATION_NAMES.map((name) => SITUATIONS[name].name)],
    cards.map(({ library, conducts }) => [
      library.name,
      ...SITUATION_NAMES.map((name) => conductText(conducts[name], name === 'silence')),
    ]),
  );
}

function deliveredTable({ plan, cards }: ScorecardPage): string {
  return table(
    ['library', ...plan.storms.map((name) => STORMS[name].name), 'traps'],
    cards.map(({ library, conducts, scores }) => [
      library.name,
      ...scores.map(({ delivered }) => estimateText(delivered, 'ratio').value),
      String(trapsIn(conducts).length),
    ]),
  );
}

function libraryText({ library, conducts }: Card): string {
  const traps = trapsIn(conducts).map(
    ({ says, situation }) => `- It ${says}.\n  \`${lineOf(SITUATIONS[situation], library, SITUATION_SEED)}\``,
  );
  const found = traps.length === 0 ? 'None of the traps was found.' : traps.join('\n');
  return `### ${library.name[0]?.toUpperCase()}${library.name.slice(1)}

${library.packages.map(versionOf).join(', ')}: ${library.shown}. [Its device](../${moduleOf(library).slice(2)})

${found}
`;
}

function seedsText(seeds: readonly string[]): string {
  return seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`;
}

/** The page, from what was found. */
export function scorecardPage(page: ScorecardPage): string {
  const { plan, cards, date, version } = page;
  return `# Scorecard of retry libraries

What the most used retry libraries of npm make of bad days, each as its README shows it. Made by \`npm run scorecard\`, which writes
this page anew; the same packages give the same numbers.

Made on ${date} with Petrel ${version}.

## Method

- **The client** is one for all, [a device around any HTTP client](../examples/client-device.ts): it numbers readings, hands each to
  the library, and writes down what came of it. When to try again, and what counts as taken, is the library's business; nothing
  is set that its README does not show. A reading is a POST with its key in the body.
- Libraries that retry any function get [one](../scorecard/libraries/post.ts) that posts with \`fetch\`, without a time-out, and throws
  what is no success. Their READMEs leave that line out: *p-retry + node-fetch* shows what comes of it.
- Libraries that retry no POST by themselves stand here a second time, told to by the option that their README has for it.
- **The edge** is Petrel's own: it stores each reading once and answers what it knows with 409.
- **The storms** are scenarios that come with Petrel, with a few devices in place of many, under ${seedsText(plan.seeds)} each. A number is the
  mean over the seeds, with the half-width of its 95 % interval. All libraries meet the same bad luck.
- Node's own \`fetch\` gives up on an answer after 5 minutes. That is not simulated: where this page says that a client over \`fetch\`
  waits for ever, it waits for 5 minutes.

## Delivered, at a glance

${deliveredTable(page)}

A library is no better for a higher number here alone: what it costs the edge stands in the tables below, and who waits longer
delivers more, later.

## How to read the tables

${COLUMN_NAMES.map((name) => `- **${COLUMNS[name].head}**: ${COLUMNS[name].says}.`).join('\n')}

## The storms

${plan.storms.map((_storm, at) => stormText(page, at)).join('\n')}
## What they do by themselves

One reading, and one thing that goes wrong with all that is sent, for an hour. In the cells, how long after each failure the next
attempt comes; a span where five devices differ. *not again*: there is one attempt. *content*: it took the failure for success.

${conductTable(cards)}

## The libraries, one by one

The traps that were found, each with the line that shows it.

${cards.map(libraryText).join('\n')}`;
}
