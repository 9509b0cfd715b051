import type { Conduct } from './conduct.ts';
import { ASKED_MS } from './worlds.ts';
import type { SituationName } from './worlds.ts';

/** What a library did in each situation, device by device. */
export type Conducts = Readonly<Record<SituationName, readonly Conduct[]>>;

/** Something that a team finds out late. */
export interface Trap {
  readonly says: string;
  /** Where it shows. */
  readonly situation: SituationName;
}

/** A date counts whole seconds, and a client may cut off the one that has begun. */
const DATE_TOLERANCE_MS = 1_000;
/** Longer than anybody means to wait for one answer. */
const PATIENCE_MS = 60_000;

const retries = (conducts: readonly Conduct[]): boolean => conducts.some(({ waitsMs }) => waitsMs.length > 0);

/** Whether a retry came sooner than that after the answer. */
function isSooner(conducts: readonly Conduct[], ms: number): boolean {
  return conducts.some(({ waitsMs }) => waitsMs.some((waitMs) => waitMs < ms));
}

/** Whether all devices wait the same, each time, to the millisecond. */
function isInStep(conducts: readonly Conduct[]): boolean {
  const [first, ...others] = conducts.map(({ waitsMs }) => waitsMs.map(Math.round).join());
  return retries(conducts) && others.every((waits) => waits === first);
}

function isContentWithFailure(conducts: readonly Conduct[]): boolean {
  return conducts.some(({ isContent }) => isContent);
}

/** How long the longest attempt at all was waited for, in ms. */
function patienceMs(conducts: readonly Conduct[]): number {
  return Math.max(
    ...conducts.map(({ attemptsAtMs, endedAtMs }) => (endedAtMs ?? Infinity) - (attemptsAtMs.at(-1) ?? 0)),
  );
}

interface Kind extends Trap {
  readonly isIn: (conducts: readonly Conduct[]) => boolean;
}

const KINDS: readonly Kind[] = [
  {
    situation: 'overload',
    says: 'takes a 503 for delivered',
    isIn: isContentWithFailure,
  },
  {
    situation: 'overload',
    says: 'does not try a POST again after a 503',
    isIn: (conducts) => !isContentWithFailure(conducts) && !retries(conducts),
  },
  {
    situation: 'reset',
    says: 'does not try a POST again after a reset',
    isIn: (conducts) => !retries(conducts),
  },
  {
    situation: 'refusal',
    says: 'sends again what the edge refused for good',
    isIn: retries,
  },
  {
    situation: 'seconds',
    says: 'comes back sooner than Retry-After says',
    isIn: (conducts) => isSooner(conducts, ASKED_MS),
  },
  {
    situation: 'date',
    says: 'comes back sooner than a Retry-After that is a date says',
    isIn: (conducts) => isSooner(conducts, ASKED_MS - DATE_TOLERANCE_MS),
  },
  {
    situation: 'overload',
    says: 'has no jitter: devices that fail together come back together',
    isIn: isInStep,
  },
  {
    situation: 'seconds',
    says: 'has no jitter on top of Retry-After: devices that were told the same come back together',
    isIn: (conducts) => isInStep(conducts) && !isSooner(conducts, ASKED_MS),
  },
  {
    situation: 'silence',
    says: 'waits for an answer for more than a minute',
    isIn: (conducts) => patienceMs(conducts) > PATIENCE_MS,
  },
  {
    situation: 'silence',
    says: 'does not try a POST again after its own time-out',
    isIn: (conducts) => !retries(conducts) && patienceMs(conducts) <= PATIENCE_MS,
  },
];

/** Those that a library falls into, in the order of the table. */
export function trapsIn(conducts: Conducts): readonly Trap[] {
  return KINDS.filter(({ situation, isIn }) => isIn(conducts[situation]));
}
