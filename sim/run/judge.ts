import type { CheckVerdict } from '../check/index.ts';
import type { JudgedExpectation } from '../expect/index.ts';
import { printDuration } from '../scenario/index.ts';
import { brokenPromises } from './broken-promises.ts';
import type { InvariantResult, Outcome } from './result.ts';
import { thrownInWords } from './source-places.ts';
import type { WorldStop } from './world-failures.ts';

export interface Evidence {
  readonly stop: WorldStop;
  readonly untilMs: number | null;
  readonly simulatedMs: number;
  readonly invariants: readonly InvariantResult[];
  readonly expectations: readonly JudgedExpectation[];
  /** How many readings were recorded. */
  readonly readings: number;
  /** The run is of another size than its scenario was written for. */
  readonly isOtherSize: boolean;
}

export interface Judgement {
  readonly outcome: Outcome;
  readonly why: string;
}

/** Whether the run got to its own end: only then its promises and expectations can be judged. */
export function isWhole({
  stop,
  untilMs,
  simulatedMs,
}: Pick<Evidence, 'stop' | 'untilMs' | 'simulatedMs'>): boolean {
  const cutShort = untilMs !== null && simulatedMs >= untilMs;
  return (stop.kind === 'ended' || stop.kind === 'idle') && !cutShort;
}

/**
 * What was broken before a run was cut short stays broken; what held until then may have broken later. Of code that met
 * what is not simulated, nothing is said.
 */
export function notJudged(verdict: CheckVerdict, stop: WorldStop): CheckVerdict {
  if (stop.kind === 'unsupported')
    return { kind: 'not-observable', why: 'the code tried what is not simulated' };
  return verdict.kind === 'violated' ? verdict : { kind: 'not-observable', why: 'the run was cut short' };
}

/** What a run comes to, from how it stopped and what was found. The first thing that is true decides. */
export function judge(evidence: Evidence): Judgement {
  const { stop, untilMs, simulatedMs } = evidence;
  switch (stop.kind) {
    case 'crashed':
      return { outcome: 'crashed', why: `${stop.where}: ${thrownInWords(stop.error)}` };
    case 'stalled':
      return judgeStall(stop.why, evidence);
    case 'unsupported':
      return { outcome: 'unsupported', why: stop.why };
    case 'limit':
      return {
        outcome: 'limit-hit',
        why: `the limit of ${stop.allowed} ${UNITS[stop.limit]} was reached, ${printDuration(simulatedMs)} into the run`,
      };
    case 'ended':
    case 'idle':
      break;
    default:
      stop satisfies never;
  }
  if (untilMs !== null && simulatedMs >= untilMs) {
    return {
      outcome: 'limit-hit',
      why: `stopped where you asked, ${printDuration(untilMs)} into the run: nothing was judged`,
    };
  }
  return judgeFindings(evidence);
}

/** A promise that was broken until then may be why it did not get on. */
function judgeStall(why: string, { invariants }: Evidence): Judgement {
  const broken = brokenPromises(invariants);
  if (broken.length === 0) return { outcome: 'stalled', why };
  return {
    outcome: 'violated',
    why: `${broken.map(({ name }) => name).join(', ')}; the run ended as ${why}`,
  };
}

function judgeFindings(evidence: Evidence): Judgement {
  const { invariants, expectations } = evidence;
  const broken = brokenPromises(invariants);
  const unmet = expectations.filter(({ verdict }) => verdict === 'not-met');
  // Only late, nothing wrong: a matter of convergence, which is another failure than a broken promise.
  if (broken.length === 1 && broken[0]?.name === 'drains-after-heal' && unmet.length === 0) {
    return { outcome: 'stalled', why: whyOpen(broken[0].verdict) };
  }
  const names = [
    ...broken.map(({ name }) => name),
    ...unmet.map(({ what, wanted, got }) => `${what} (wanted ${wanted}, got ${got})`),
  ];
  if (names.length > 0) return { outcome: 'violated', why: names.join(', ') };
  const why = whyInconclusive(evidence);
  if (why !== null) return { outcome: 'inconclusive', why };
  return { outcome: 'passed', why: whyPassed(expectations, heldBut(invariants)) };
}

/**
 * Why a run in which nothing failed is no pass either; null where it is one. Single lines that could not be judged, or do not
 * apply to what was run, leave a pass that says so; where nothing is left that was judged, there is nothing to pass by.
 */
function whyInconclusive({ expectations, readings, isOtherSize }: Evidence): string | null {
  if (readings === 0) return 'no reading was recorded, so no promise was put to the test';
  // Size alone explains it there, and invariants are judged as ever.
  if (isOtherSize) return null;
  const asked = expectations.filter(({ verdict }) => verdict !== 'not-applicable');
  const unjudged = asked.filter(({ verdict }) => verdict === 'not-judged');
  if (asked.length === 0 || unjudged.length < asked.length) return null;
  const lines = unjudged.map(({ what, why }) => `${what} (${why ?? ''})`);
  return `nothing that the scenario asks for could be judged: ${lines.join(', ')}`;
}

/** Which reading did not come to an end in time, and what it waits for; of several the first. */
function whyOpen({ violations, count }: Extract<CheckVerdict, { readonly kind: 'violated' }>): string {
  const why = 'something was still open when the time to drain was over';
  const [first] = violations;
  if (first === undefined) return why;
  const { device, reading, message } = first;
  const who = [device, reading === null ? null : `reading ${reading}`].filter((part) => part !== null);
  const more = count > 1 ? `; and ${count - 1} more` : '';
  return `${why}: ${[...who, message].join(', ')}${more}`;
}

/** `every invariant held`, apart from those that the scenario lets be broken; and which of them nobody could see, or not all of. */
function heldBut(invariants: readonly InvariantResult[]): string {
  const broken = invariants.filter(
    ({ verdict, expectedBecause, allowedBecause }) =>
      verdict.kind === 'violated' && expectedBecause === null && allowedBecause !== null,
  );
  const hidden = invariants.filter(({ verdict }) => verdict.kind === 'not-observable');
  const half = invariants.filter(({ verdict }) => verdict.kind === 'held' && verdict.inPart === true);
  const limits = [
    ...(hidden.length === 0 ? [] : [`not so: ${namesOf(hidden)}`]),
    ...(half.length === 0 ? [] : [`in part: ${namesOf(half)}`]),
  ];
  const unseen = limits.length === 0 ? '' : ` that could be observed (${limits.join('; ')})`;
  const but = broken.length === 0 ? '' : ` but ${namesOf(broken)}, which may be broken here`;
  return `every invariant held${unseen}${but}`;
}

function namesOf(invariants: readonly InvariantResult[]): string {
  return invariants.map(({ name }) => name).join(', ');
}

function whyPassed(expectations: readonly JudgedExpectation[], held: string): string {
  const leftOut = [
    leftOutAs(
      'not judged',
      expectations.filter(({ verdict }) => verdict === 'not-judged'),
    ),
    leftOutAs(
      'not applicable',
      expectations.filter(({ verdict }) => verdict === 'not-applicable'),
    ),
  ].flatMap((one) => one ?? []);
  const [first, ...others] = leftOut;
  if (first === undefined) return `${held}${held.includes(' but ') ? ',' : ''} and every expectation was met`;
  const said = [
    `${first.count} of ${expectations.length} expectations ${first.words}`,
    ...others.map(({ count, words }) => `${count} ${words}`),
    ...(expectations.some(({ verdict }) => verdict === 'met') ? ['the others were met'] : []),
  ];
  return `${held}; ${said.join(', ')}`;
}

/** `were not judged (the run was shortened)`, and of how many; null when there are none. */
function leftOutAs(
  what: string,
  expectations: readonly JudgedExpectation[],
): { readonly count: number; readonly words: string } | null {
  const count = expectations.length;
  if (count === 0) return null;
  const reasons = new Set(expectations.flatMap(({ why }) => why ?? []));
  return { count, words: `${count === 1 ? 'was' : 'were'} ${what} (${[...reasons].join('; ')})` };
}

/** What each limit counts. */
const UNITS: Readonly<Record<Extract<WorldStop, { kind: 'limit' }>['limit'], string>> = {
  events: 'events',
  'virtual time': 'ms of virtual time',
  'wall time': 'ms of real time',
  'open exchanges': 'exchanges open at once',
};
