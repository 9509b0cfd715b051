import type { SaidGroup } from './group-settings.ts';
import type { Group, Window } from './scenario.ts';
import type { SaidWindow } from './scenario-settings.ts';

/** A window as a file says it: its moments among the settings of those who live through them. */
export function saidOfWindow({
  device,
  network,
  edge,
  reboot,
  restart,
  orderlyMs,
  version,
  instance,
  ...span
}: Window): SaidWindow {
  return {
    ...span,
    device: unlessEmpty({ ...device, ...(reboot !== null && { reboot: reboot.devices }) }),
    network: unlessEmpty(network),
    edge: unlessEmpty({
      ...edge,
      ...(restart && { restart }),
      ...(orderlyMs !== null && { orderlyMs }),
      ...(version !== null && { version }),
      ...(instance !== null && { instance }),
    }),
  };
}

/** A group as a file says it: only what differs. */
export function saidOfGroup({ device, network, ...rest }: Group): SaidGroup {
  return { ...rest, device: unlessEmpty(device), network: unlessEmpty(network) };
}

function unlessEmpty<T extends object>(settings: T): T | undefined {
  return Object.keys(settings).length > 0 ? settings : undefined;
}
