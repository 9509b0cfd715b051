import { FAULT_NAMES } from '../trace/index.ts';
import type { FaultName } from '../trace/index.ts';
import type { Window } from '../scenario/scenario.ts';

const KNOWN: ReadonlySet<string> = new Set(FAULT_NAMES);

function isFaultName(name: string): name is FaultName {
  return KNOWN.has(name);
}

/** The faults that a window sets, by name, in the order of the table of faults. */
export function faultsOf(window: Window): readonly FaultName[] {
  const names: string[] = [];
  for (const section of ['device', 'network', 'edge'] as const) {
    for (const key of Object.keys(window[section])) names.push(`${section}.${key}`);
  }
  if (window.reboot !== null) names.push('device.reboot');
  if (window.restart) names.push('edge.restart');
  const set = new Set(names.filter(isFaultName));
  return FAULT_NAMES.filter((name) => set.has(name));
}
