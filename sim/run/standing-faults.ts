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

function settingsOf(scenario: Scenario, { player, key }: Fault): unknown {
  const settings: object = scenario[player];
  return Reflect.get(settings, key);
}

/** The faults that are on without a window and not drawn: they act wherever their settings say. */
export function standingFaults(scenario: Scenario): readonly KnownFault[] {
  return FAULT_NAMES.filter((name) => {
    const fault: Fault = FAULTS[name];
    return fault.draws === null && fault.isOn(settingsOf(scenario, fault));
  });
}

/** The scenario with those windows and standing faults only that the schedule lists. */
export function scenarioUnder(scenario: Scenario, { windows, standing }: Schedule): Scenario {
  const off = standingFaults(scenario).filter((name) => !standing.includes(name));
  const without = <Player extends Fault['player']>(player: Player): Scenario[Player] => ({
    ...scenario[player],
    ...Object.fromEntries(
      off.flatMap((name) => (FAULTS[name].player === player ? [[FAULTS[name].key, null]] : [])),
    ),
  });
  return {
    ...scenario,
    device: without('device'),
    network: without('network'),
    edge: without('edge'),
    timeline: scenario.timeline.filter((_window, index) => windows.includes(index)),
  };
}
