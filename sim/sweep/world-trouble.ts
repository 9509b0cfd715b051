import type { KnownFault } from '../faults/index.ts';
import type { Drawing } from './drawn-setting.ts';

/**
 * What some worlds are about, of whichever kind they are, because it takes several faults at once that seldom meet.
 * `turned`: the clock of the edge steps by days while copies are on their way. `unplugged`: devices lose power again and
 * again, and their disks keep no more than they must.
 */
export type Trouble = 'turned' | 'unplugged';

const TROUBLES = {
  turned: ['network.answerLoss', 'network.duplicate', 'edge.clock'],
  unplugged: ['network.loss', 'device.reboot', 'device.disk'],
} as const satisfies Record<Trouble, readonly KnownFault[]>;

/** Each comes so often by itself: within twenty worlds nearly always. */
const SHARE = 1 / 5;

export function troublesOf(uniform: Drawing['uniform']): ReadonlySet<Trouble> {
  const all: readonly Trouble[] = ['turned', 'unplugged'];
  return new Set(all.filter((trouble) => uniform('trouble', trouble) < SHARE));
}

/** The faults that exist for it, whatever else does. */
export function faultsOfTroubles(troubles: ReadonlySet<Trouble>): ReadonlySet<string> {
  return new Set([...troubles].flatMap((trouble): readonly string[] => TROUBLES[trouble]));
}
