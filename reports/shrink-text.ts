import type { Bound, Candidate, Explained, Finding, Shrinkage } from '../sim/shrink/index.ts';
import { candidateText } from './candidate-text.ts';
import { count, plural } from './format.ts';
import { bulleted, hanging, heading, pairs, rowsThatSay, stack } from './layout.ts';
import type { Lines } from './layout.ts';
import type { Page, PageOptions } from './page.ts';
import { pageOf } from './page.ts';
import { pasteLines } from './paste-lines.ts';
import { partText } from './schedule-rows.ts';
import { verdictLines } from './run-verdict.ts';
import { fit, plain, wrap } from './text-width.ts';

type Shrunk = Extract<Shrinkage, { readonly kind: 'shrunk' }>;

export interface ShrinkTextOptions extends PageOptions {
  /** For each finding the command that shows it again. */
  readonly pastes: readonly string[];
}

const BOUNDS: Readonly<Record<Bound, string>> = {
  runs: 'ended by --runs-max before nothing was left to try; the same command with a greater one goes on from here',
  time: 'ended by --time-max before nothing was left to try; the same command goes on from here',
  interrupted: 'interrupted before nothing was left to try; the same command goes on from here',
};

/** The findings of a search, and what became of it. Ends without a line break. */
export function renderShrinkText(shrunk: Shrunk, options: ShrinkTextOptions): string {
  const page = pageOf(options);
  const { result, findings, newFindings, runs, bound } = shrunk;
  const ended = bound === null ? 'nothing is left that could be taken out' : BOUNDS[bound];
  const sentences = newFindings.map(
    ({ failure }) => `${plain(failure.signature)} (${plain(failure.message)})`,
  );
  return stack([
    verdictLines(result, options),
    ...findings.map((finding, index) => findingBlock(shrunk, finding, index, page)),
    bulleted('Met on the way: other failures, of smaller runs', sentences, '!', page),
    [
      ...wrap(`${count(runs)} runs: ${ended}.`, page.columns).map((line) => page.paint('dim', line)),
      ...options.pastes.flatMap((paste) => pasteLines(paste, page.columns)),
    ],
  ]).join('\n');
}

function findingBlock(
  { result, from, findings }: Shrunk,
  finding: Finding,
  index: number,
  page: Page,
): Lines {
  const { failure, candidate, explained, alsoShows } = finding;
  const title = `Finding ${index + 1} of ${findings.length}: ${plain(failure.signature)}`;
  return [
    heading(title, page),
    ...pairs(
      rowsThatSay([
        ['says', failure.message],
        ['was', candidateText(from, result.ledger.generated)],
        ['is now', candidateText(candidate, finding.readings)],
        ['also shows', alsoShows.length === 0 ? undefined : alsoShows.join('; ')],
        ['perhaps', likeOf(finding, findings.slice(0, index))],
      ]),
      page,
    ),
    ...explained.flatMap((each) => partLines(each, candidate, page)),
    ...hanging('  ', otherSeedsText(finding), page.columns),
  ];
}

function partLines({ part, isNeeded }: Explained, { scenario }: Candidate, page: Page): Lines {
  const word = isNeeded === null ? 'not looked at' : isNeeded ? 'needed' : 'not needed';
  const [first = '', ...others] = hanging('  · ', plain(partText(part, scenario)), page.columns - 15);
  return [`${fit(first, page.columns - 15).padEnd(page.columns - 14)}${page.paint('dim', word)}`, ...others];
}

function otherSeedsText({ explained, otherSeeds }: Finding): string {
  const { failing, of } = otherSeeds;
  const what = explained.length === 0 ? 'Without any fault it fails' : 'With these it fails';
  const share = `${what} in ${failing} of ${plural(of, 'run')} with other seeds`;
  if (of === 0) return 'Other seeds were not looked at.';
  if (failing === of) return `${share}: nothing else matters.`;
  return `${share}: something else matters too, such as when readings come or how long messages take.`;
}

/** Two findings by the same faults, of the same promise. */
function likeOf(finding: Finding, before: readonly Finding[]): string | undefined {
  const like = before.findIndex((other) => likeness(other) === likeness(finding));
  return like === -1
    ? undefined
    : `the same mistake as finding ${like + 1}: the same promise, by the same faults`;
}

function likeness({ failure, candidate }: Finding): string {
  const faults = new Set(candidate.draws.map(({ fault }) => fault));
  return JSON.stringify([failure.signature.split(':')[0], ...faults]);
}
