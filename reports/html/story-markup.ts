import { decimal, instant } from '../format.ts';
import { PLACES } from '../trace/movement.ts';
import type { Place } from '../trace/movement.ts';
import type { StoryStep } from '../trace/story.ts';
import type { ActedDraw } from '../trace/witness.ts';
import { markup, NOTHING } from './markup.ts';
import type { Markup } from './markup.ts';

const LANE = 64;
const STEP_HEIGHT = 30;

export interface StoryOptions {
  /** Unique in the page: begins the ids of its steps. */
  readonly id: string;
  readonly seed: string;
}

/** A sequence diagram that is a list: each step a row with its instant, an arrow between the lanes, and words. */
export function storyMarkup(steps: readonly StoryStep[], { id, seed }: StoryOptions): Markup {
  if (steps.length === 0) return markup`<p class="note">Nothing is kept of this reading.</p>`;
  const followers = new Map<number, number>();
  for (const [index, { cause }] of steps.entries())
    if (cause !== null && !followers.has(cause)) followers.set(cause, index);
  const rows = steps.map((step, index) => {
    const links = [
      ...(step.cause === null ? [] : [linkTo(id, step.cause, 'cause', steps)]),
      ...(followers.has(index) ? [linkTo(id, followers.get(index) ?? 0, 'consequence', steps)] : []),
    ];
    return markup`<li id="${id}-${index}" class="${step.fails ? 'step step-fails' : 'step'}" tabindex="-1"><span class="step-at">${instant(step.event.at)}</span>${laneRow(step)}<span class="step-text">${step.fails ? markup`<span class="fails" aria-hidden="true">✗ </span>` : NOTHING}${step.text}${detailsOf(step)}${step.draw === null ? NOTHING : markup`<span class="step-draw">decided by a draw: ${drawText(step.draw, seed)}</span>`}</span><span class="step-links">${links}</span></li>`;
  });
  return markup`<div class="story">${laneHead()}<ol class="steps">${rows}</ol></div>`;
}

/** The key of the draw: with it `sim shrink` and schedules name it. */
export function drawText({ fault, device, reading, attempt, copy }: ActedDraw, seed: string): string {
  return [
    `seed ${seed}`,
    fault,
    device,
    ...(reading === null ? [] : [`reading ${reading}`]),
    ...(attempt < 0 ? [] : [`attempt ${attempt}`]),
    ...(copy === 0 ? [] : [`copy ${copy}`]),
  ].join(' · ');
}

function linkTo(
  id: string,
  index: number,
  what: 'cause' | 'consequence',
  steps: readonly StoryStep[],
): Markup {
  const other = steps[index];
  const says = other === undefined ? '' : `${instant(other.event.at)}, ${other.text}`;
  return markup`<a href="#${id}-${index}" title="${says}">${what === 'cause' ? '↑ cause' : '↓ consequence'}<span class="hidden">: ${says}</span></a>`;
}

function laneHead(): Markup {
  return markup`<div class="step lane-head" aria-hidden="true"><span class="step-at"></span><svg class="lanes" width="${LANE * PLACES.length}" height="18">${PLACES.map((place, index) => markup`<text x="${LANE * (index + 0.5)}" y="12" text-anchor="middle">${place}</text>`)}</svg></div>`;
}

function laneRow({ from, to, fails }: StoryStep): Markup {
  const middle = STEP_HEIGHT / 2;
  const lines = PLACES.map((_, index) => {
    const x = LANE * (index + 0.5);
    return markup`<line class="lane" x1="${x}" x2="${x}" y1="0" y2="100%"/>`;
  });
  const stroke = fails ? 'move move-fails' : 'move';
  return markup`<svg class="lanes" width="${LANE * PLACES.length}" height="${STEP_HEIGHT}" aria-hidden="true">${lines}${from === to ? dot(from, fails, middle) : arrow(from, to, stroke, middle)}</svg>`;
}

function centre(place: Place): number {
  return LANE * (PLACES.indexOf(place) + 0.5);
}

function dot(place: Place, fails: boolean, middle: number): Markup {
  const x = centre(place);
  if (!fails) return markup`<circle class="move-dot" cx="${x}" cy="${middle}" r="4"/>`;
  return markup`<path class="move move-fails" d="M${x - 5} ${middle - 5}l10 10m0 -10l-10 10"/>`;
}

/** It ends before the lane, with a head of two strokes. */
function arrow(from: Place, to: Place, stroke: string, middle: number): Markup {
  const start = centre(from);
  const end = centre(to);
  const back = end > start ? -7 : 7;
  return markup`<path class="${stroke}" d="M${start} ${middle}H${end}m${back} -5L${end} ${middle}l${back} 5"/>`;
}

const SAID_ELSEWHERE: ReadonlySet<string> = new Set([
  'at',
  'kind',
  'device',
  'reading',
  'attempt',
  'event',
  'fields',
  'timestamp',
  'by',
  'fault',
  'status',
  'copy',
  'source',
  'phase',
  'faults',
]);

/** Numbers as fine as a reader looks at them; the trace has them whole. */
function saidOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? decimal(value, 3) : JSON.stringify(value);
}

function detailsOf({ event }: StoryStep): Markup {
  const all: Readonly<Record<string, unknown>> = { ...event, ...('fields' in event ? event.fields : {}) };
  const parts = Object.entries(all).flatMap(([name, value]) =>
    value === null || SAID_ELSEWHERE.has(name) ? [] : [`${name} ${saidOf(value)}`],
  );
  return parts.length === 0 ? NOTHING : markup`<span class="step-details">${parts.join(' · ')}</span>`;
}
