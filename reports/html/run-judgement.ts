import type { Violation } from '../../sim/check/invariant.ts';
import type { InvariantResult, RunResult } from '../../sim/run/result.ts';
import { count } from '../format.ts';
import { judgedExpectations, judgedInvariants } from '../judged.ts';
import type { Judged } from '../judged.ts';
import { storyOf } from '../trace/story.ts';
import type { StoryStep } from '../trace/story.ts';
import { markup, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';
import type { RunFound } from '../trace/run-found.ts';
import { bullets, judgedList, section } from './section.ts';
import { storyMarkup } from './story-markup.ts';

/** The first reading that a promise accuses which nobody expects to be broken; null where there is none. */
export function accusedOf({ invariants }: RunResult): Violation | null {
  const found = invariants
    .filter(isBroken)
    .flatMap(({ verdict }) => (verdict.kind === 'violated' ? verdict.violations : []))
    .find(({ device, reading }) => device !== null && reading !== null);
  return found ?? null;
}

function isBroken({ verdict, expectedBecause, allowedBecause }: InvariantResult): boolean {
  return verdict.kind === 'violated' && expectedBecause === null && allowedBecause === null;
}

/** Invariants, expectations and what else is judged; of a violation the story of the accused reading stands open. */
export function judgementSection(id: string, found: RunFound): Markup {
  const { result } = found;
  const invariants = judgedInvariants(result);
  const expectations = judgedExpectations(result);
  return section(
    `${id}-judged`,
    'What was promised, and what came of it',
    ...titled('Invariants', invariants, (name) => violationsOf(id, found, name)),
    ...titled('Expectations', expectations),
    ...sometimesOf(result),
    ...(result.warnings.length === 0 ? [] : [markup`<h4>Warnings</h4>${bullets(result.warnings)}`]),
  );
}

function titled(title: string, items: readonly Judged[], more?: (name: string) => Markup): readonly Markup[] {
  return items.length === 0 ? [] : [markup`<h4>${title}</h4>`, judgedList(items, more)];
}

function sometimesOf({ sometimes }: RunResult): readonly Markup[] {
  if (sometimes.length === 0) return [];
  const items = sometimes.map(({ name, hits }): Judged => ({
    tone: hits === 0 ? 'dim' : 'good',
    mark: hits === 0 ? '–' : '✓',
    name,
    text: hits === 0 ? 'not in this run' : `${count(hits)}×`,
  }));
  return titled('Sometimes', items);
}

function violationsOf(id: string, found: RunFound, name: string): Markup {
  const invariant = found.result.invariants.find((each) => each.name === name);
  if (invariant === undefined) return NOTHING;
  const says = markup`<p class="says">${invariant.says}</p>`;
  const { verdict } = invariant;
  if (verdict.kind !== 'violated') return NOTHING;
  const accused = accusedOf(found.result);
  const rows = verdict.violations.map((violation) => markup`<li>${violationText(violation)}</li>`);
  const more = verdict.count - verdict.violations.length;
  const opened =
    accused !== null && verdict.violations.includes(accused) ? openedStory(id, found, accused) : NOTHING;
  return markup`<div class="violations">${says}<ul class="bullets">${rows}${more > 0 ? markup`<li class="dim">and ${count(more)} more</li>` : NOTHING}</ul>${opened}</div>`;
}

/** With a way to its story, for who has scripts. */
function violationText({ device, reading, message }: Violation): Markup {
  if (device === null || reading === null) return markup`${device === null ? '' : `${device}: `}${message}`;
  return markup`<button type="button" class="link open-story" data-device="${device}" data-reading="${reading}">${device}, reading ${reading}</button>: ${message}`;
}

function openedStory(id: string, found: RunFound, accused: Violation): Markup {
  const steps = stepsOf(found, accused);
  return markup`<details open class="accused"><summary>The story of ${accused.device ?? ''}, reading ${accused.reading ?? 0}</summary>${storyMarkup(steps, { id: `${id}-accused`, seed: found.result.seed })}</details>`;
}

function stepsOf({ witnessed, story }: RunFound, { device, reading }: Violation): readonly StoryStep[] {
  if (device === null || reading === null) return [];
  const whole = storyOf(witnessed?.trace.events ?? [], { device, reading }, witnessed?.draws ?? null);
  return whole.length > 0 ? whole : storyOf(story, { device, reading }, null);
}
