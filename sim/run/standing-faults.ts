import { isMapping } from '../../settings/plain.ts';
import { FAULT_NAMES, FAULTS } from '../faults/index.ts';
import type { Fault, KnownFault } from '../faults/index.ts';
import type { Scenario } from '../scenario/index.ts';
import type { Schedule } from './schedule.ts';

/** Of the settings of a fault that is drawn: 1 where they name none. */
export function probabilityOf(settings: unknown): number {
  const probability = isMapping(settings) ? settings['probability'] : undefined;
  return typeof probability === 'number' ? probability : 1;
}

/** Settings of a player for the whole fleet, and what groups have in their place; an edge is the same for all. */
function placesOf(scenario: Scenario, player: Fault['player']): readonly object[] {
  const { groups } = scenario.fleet;
  return [scenario[player], ...(player === 'edge' ? [] : groups.map((group) => group[player]))];
}

/** The faults that are on without a window and not drawn: they act wherever their settings say. */
export function standingFaults(scenario: Scenario): readonly KnownFault[] {
  return FAULT_NAMES.filter((name) => {
    const fault: Fault = FAULTS[name];
    const isOn = (settings: object): boolean => fault.isOn(Reflect.get(settings, fault.key) ?? null);
    return fault.draws === null && placesOf(scenario, fault.player).some(isOn);
  });
}

/** The scenario with those of its standing faults off, for all devices. */
export function withoutStanding(scenario: Scenario, off: readonly KnownFault[]): Scenario {
  const { fleet, device, network, edge } = scenario;
  const keysOf = (player: Fault['player']): readonly string[] =>
    off.flatMap((name) => (FAULTS[name].player === player ? [FAULTS[name].key] : []));
  const turnedOff = <Settings extends object>(settings: Settings, keys: readonly string[]): Settings => ({
    ...settings,
    ...Object.fromEntries(keys.map((key) => [key, null])),
  });
  return {
    ...scenario,
    fleet: {
      ...fleet,
      groups: fleet.groups.map((group) => ({
        ...group,
        // What a group does not say, it has from the fleet.
        device: turnedOff(group.device, saidOf(group.device, keysOf('device'))),
        network: turnedOff(group.network, saidOf(group.network, keysOf('network'))),
      })),
    },
    device: turnedOff(device, keysOf('device')),
    network: turnedOff(network, keysOf('network')),
    edge: turnedOff(edge, keysOf('edge')),
  };
}

function saidOf(settings: object, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => Object.hasOwn(settings, key));
}

/** The scenario with those windows and standing faults only that the schedule lists. */
export function scenarioUnder(scenario: Scenario, { windows, standing }: Schedule): Scenario {
  const off = standingFaults(scenario).filter((name) => !standing.includes(name));
  return {
    ...withoutStanding(scenario, off),
    timeline: scenario.timeline.filter((_window, index) => windows.includes(index)),
  };
}
