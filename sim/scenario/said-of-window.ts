import type { Window } from './scenario.ts';
import type { SaidWindow } from './scenario-settings.ts';

/** A window as a file says it: its moments among the settings of those who live through them. */
export function saidOfWindow({ device, network, edge, reboot, restart, ...span }: Window): SaidWindow {
  return {
    ...span,
    device: unlessEmpty({ ...device, ...(reboot !== null && { reboot: reboot.devices }) }),
    network: unlessEmpty(network),
    edge: unlessEmpty({ ...edge, ...(restart && { restart }) }),
  };
}

function unlessEmpty<T extends object>(settings: T): T | undefined {
  return Object.keys(settings).length > 0 ? settings : undefined;
}
