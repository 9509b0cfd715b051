import { FAULTS, isKnownFault } from '../faults/index.ts';
import type { Fault, Outcome } from '../faults/index.ts';
import { atomKey, WEAKER } from '../run/index.ts';
import type { Atom, Weaker } from '../run/index.ts';
import type { Window } from '../scenario/index.ts';
import { runsOf, withWindow } from './candidate.ts';
import type { Candidate } from './candidate.ts';

/** Of more nobody asks what each of them could do less of. */
const RUNS_MAX = 5;

/** none < delay < answer lost < request lost < reset < crash: of these, none is to take it out, and a crash is no draw. */
const ORDER: readonly (Weaker | Outcome)[] = [...WEAKER, 'reset'];

type Mode = NonNullable<Window['network']['partition']>['mode'];

/** What a cut takes, from the weakest on; one that refuses tells the client at once, as a reset does. */
const CUTS: readonly Mode[] = ['answers', 'requests', 'refuse'];

/**
 * For each draw, and for each window that cuts or crashes: candidates in which the same takes less from a request, the weakest
 * first. Attempts in a row are one thing, as everywhere.
 */
export function weakerOutcomes(candidate: Candidate): readonly (readonly Candidate[])[] {
  const runs = runsOf(candidate.draws);
  return [
    ...(runs.length > RUNS_MAX ? [] : runs.map((run) => weakerDraws(candidate, run))),
    ...candidate.scenario.timeline.map((window, index) =>
      weakerWindows(window).map((weaker) => withWindow(candidate, index, weaker)),
    ),
  ];
}

function weakerDraws(candidate: Candidate, run: readonly Atom[]): readonly Candidate[] {
  const keys = new Set(run.map(atomKey));
  return WEAKER.filter((as) => run.every((atom) => isWeaker(as, atom))).map((as) => ({
    ...candidate,
    draws: candidate.draws.map((atom) => (keys.has(atomKey(atom)) ? { ...atom, as } : atom)),
  }));
}

function isWeaker(as: Weaker, { fault, as: now }: Atom): boolean {
  if (!isKnownFault(fault)) return false;
  const { outcome }: Fault = FAULTS[fault];
  return outcome !== null && ORDER.indexOf(as) < ORDER.indexOf(now ?? outcome);
}

function weakerWindows(window: Window): readonly Window[] {
  const { network, reboot, restart } = window;
  const { partition = null } = network;
  const cut = (mode: Mode, devices: NonNullable<typeof partition>['devices']): Window => ({
    ...window,
    reboot: null,
    restart: false,
    version: null,
    network: { ...network, partition: { mode, devices } },
  });
  if (partition !== null && !restart && reboot === null) {
    const { mode, devices } = partition;
    return cutsBelow(mode).map((weaker) => cut(weaker, devices));
  }
  // A crash of both is two things, and a cut beside it is one of its own.
  if (partition !== null || (restart && reboot !== null)) return [];
  if (restart) return CUTS.map((mode) => cut(mode, 'all'));
  return reboot === null ? [] : CUTS.map((mode) => cut(mode, reboot.devices));
}

/** Both ways take the request, and so no more than `requests` does. */
function cutsBelow(mode: Mode): readonly Mode[] {
  return CUTS.slice(0, CUTS.indexOf(mode === 'both' ? 'requests' : mode));
}
