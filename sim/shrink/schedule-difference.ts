import { atomKey } from '../run/index.ts';
import type { Atom } from '../run/index.ts';
import { differentFields } from '../trace/index.ts';
import type { DifferentField } from '../trace/index.ts';
import type { FailureFile } from './failure-file.ts';

/** What two kept failures are made of that is not the same. */
export interface ScheduleDifference {
  /** Draws that the one lists and the other does not. */
  readonly first: readonly Atom[];
  readonly second: readonly Atom[];
  /** Of all else that decides the run. */
  readonly fields: readonly DifferentField[];
}

export function scheduleDifference(first: FailureFile, second: FailureFile): ScheduleDifference {
  return {
    first: onlyIn(first, second),
    second: onlyIn(second, first),
    fields: differentFields(settingsOf(first), settingsOf(second)),
  };
}

function settingsOf({ seed, subject, devices, samples, families, scenario }: FailureFile): object {
  return { seed, subject, devices, samples, families, scenario };
}

function onlyIn(one: FailureFile, other: FailureFile): readonly Atom[] {
  const keyOf = (atom: Atom): string => `${atomKey(atom)} ${atom.as ?? ''}`;
  const known = new Set(other.draws.map(keyOf));
  return one.draws.filter((atom) => !known.has(keyOf(atom)));
}
