import type { TraceEvent } from '../../sim/trace/event.ts';
import type { ByKind } from './by-kind.ts';
import { lookUp } from './by-kind.ts';

/** How an attempt ended for the client that made it; `open`: it did not. */
export const ENDINGS = {
  accepted: { letter: 'A', says: 'answered 2xx' },
  duplicate: { letter: 'D', says: 'answered 409, the edge had it' },
  rejected: { letter: 'R', says: 'answered another 4xx' },
  limited: { letter: 'L', says: 'answered 429' },
  unavailable: { letter: 'U', says: 'answered 503' },
  error: { letter: 'E', says: 'answered another 5xx' },
  timeout: { letter: 'T', says: 'no answer in time' },
  reset: { letter: 'X', says: 'connection broke' },
  refused: { letter: 'C', says: 'no connection' },
  cut: { letter: 'P', says: 'the device lost power' },
  open: { letter: 'O', says: 'open at the end' },
} as const satisfies Readonly<Record<string, { readonly letter: string; readonly says: string }>>;

export type Ending = keyof typeof ENDINGS;

function isEnding(name: string): name is Ending {
  return Object.hasOwn(ENDINGS, name);
}

/** In the order of the table: what is good first. */
export const ENDING_NAMES: readonly Ending[] = Object.keys(ENDINGS).filter(isEnding);

const BY_KIND: ByKind<Ending> = {
  answer_delivered: ({ status }) => endingBy(status),
  attempt_abandoned: () => 'timeout',
  attempt_reset: () => 'reset',
  attempt_refused: () => 'refused',
};

/** The ending that this event is for its attempt; null where it ends none. */
export function endingOf(event: TraceEvent): Ending | null {
  return lookUp(BY_KIND, event);
}

/** By the status of the answer. What is neither 4xx nor 5xx and no success, a redirect for one, is an error as well. */
function endingBy(status: number): Ending {
  if (status >= 200 && status < 300) return 'accepted';
  if (status === 409) return 'duplicate';
  if (status === 429) return 'limited';
  if (status === 503) return 'unavailable';
  return status >= 400 && status < 500 ? 'rejected' : 'error';
}
