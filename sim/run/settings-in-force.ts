import type { NetworkSettings } from '../net/index.ts';
import type { DeviceSettings, EdgeSettings, Scenario, Window } from '../scenario/scenario.ts';

/** What the hosts and the network go by at one instant. */
export interface SettingsInForce {
  readonly device: DeviceSettings;
  readonly network: NetworkSettings;
  readonly edge: EdgeSettings;
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

/**
 * After the last fault: no chance of anything going wrong is left. Latency, bandwidth, capacity and rate limits are
 * what the place is like, not faults, and stay as the scenario has them.
 */
export function healedSettings({ device, network, edge }: Scenario): SettingsInForce {
  const never = { probability: 0 };
  return {
    device: {
      ...device,
      drop: never,
      duplicate: never,
      invalid: never,
      jitter: { ...device.jitter, ...never },
    },
    network: {
      ...network,
      loss: never,
      answerLoss: never,
      corrupt: never,
      reset: never,
      burstLoss: null,
      partition: null,
      jitter: { ...network.jitter, ...never },
      duplicate: { ...network.duplicate, ...never },
      reorder: { ...network.reorder, ...never },
    },
    edge: {
      ...edge,
      overload: { ...edge.overload, ...never },
      slow: { ...edge.slow, ...never },
    },
  };
}

/** Settings are plain data in a fixed order of keys. */
export function sameSettings(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
