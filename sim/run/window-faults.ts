import { FAULT_NAMES } from '../faults/index.ts';
import type { KnownFault } from '../faults/index.ts';
import { settingsOf } from '../scenario/index.ts';
import type { Window } from '../scenario/index.ts';

/** The faults that a window sets, by name, in the order of the table of faults. */
export function faultsOf(window: Window): readonly KnownFault[] {
  const names = new Set(settingsOf(window).map((setting) => setting.join('.')));
  return FAULT_NAMES.filter((name) => names.has(name));
}
