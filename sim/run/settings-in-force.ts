import { healed, withoutHost } from '../faults/index.ts';
import type { NetworkSettings } from '../faults/index.ts';
import type { DeviceSettings, EdgeSettings, Scenario, Window } from '../scenario/scenario.ts';

/** What the hosts and the network go by at one instant. */
export interface SettingsInForce {
  readonly device: DeviceSettings;
  readonly network: NetworkSettings;
  readonly edge: EdgeSettings;
}

/** What a device is told of it: not what its machine does to it. */
export function toldOf({ device }: SettingsInForce): DeviceSettings {
  return withoutHost('device', device);
}

/** During the faults phase: the scenario's settings, with those of the open windows laid over them. */
export function settingsInForce(scenario: Scenario, openWindows: readonly Window[]): SettingsInForce {
  const { device, network, edge } = scenario;
  return {
    device: Object.assign({}, device, ...openWindows.map((window) => window.device)),
    network: Object.assign({}, network, ...openWindows.map((window) => window.network)),
    edge: Object.assign({}, edge, ...openWindows.map((window) => window.edge)),
  };
}

/** After the last fault. */
export function healedSettings({ device, network, edge }: Scenario): SettingsInForce {
  return {
    device: healed('device', device),
    network: healed('network', network),
    edge: healed('edge', edge),
  };
}

/** Settings are plain data in a fixed order of keys. */
export function sameSettings(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
