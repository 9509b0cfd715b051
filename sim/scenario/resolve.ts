import {
  DEVICE_DEFAULTS,
  DRAIN_SLACK_MS,
  EDGE_DEFAULTS,
  FLEET_DEFAULTS,
  LIMIT_DEFAULTS,
  NETWORK_DEFAULTS,
} from './defaults.ts';
import { METRIC_NAMES } from './metric-name.ts';
import type { Path } from './place.ts';
import { overrideDevice, resolveDevice } from './resolve-device.ts';
import { overrideEdge, resolveEdge } from './resolve-edge.ts';
import { overrideNetwork } from './resolve-network.ts';
import { drainHorizonMs } from './retry-horizon.ts';
import type {
  DeviceSettings,
  EdgeSettings,
  Expectations,
  Limits,
  RunSize,
  Scenario,
  Window,
} from './scenario.ts';
import type { ScenarioInput, WindowInput } from './scenario-input.ts';
import type { NetworkSettings } from '../net/network-settings.ts';

/** `missing`: paths of values that have no default and were not said; the scenario is of no use if there are any. */
export interface Resolved {
  readonly scenario: Scenario;
  readonly missing: readonly Path[];
}

/** Fills in every default. `writtenFor` is the size that the file says, where flags say another. */
export function resolveScenario(input: ScenarioInput, writtenFor: RunSize | null): Resolved {
  const missing: Path[] = [];
  const device = resolveDevice(DEVICE_DEFAULTS, input.device ?? {});
  const network = { ...NETWORK_DEFAULTS, ...overrideNetwork(NETWORK_DEFAULTS, input.network ?? {}) };
  const edge = resolveEdge(EDGE_DEFAULTS, input.edge ?? {}, (path) => missing.push(['edge', ...path]));
  const timeline = (input.timeline ?? []).map((window, index) =>
    resolveWindow({ device, network, edge }, window, (path) => missing.push(['timeline', index, ...path])),
  );
  const intervalMs = input.fleet?.interval ?? FLEET_DEFAULTS.intervalMs;
  const readingsPerDevice = Math.ceil(input.duration / intervalMs);
  const horizonMs = drainHorizonMs({ device, network, edge, timeline }, readingsPerDevice);
  // In whole seconds, so that a person can say it.
  const withinMs = input.drain?.within ?? Math.ceil(horizonMs / 1_000) * 1_000 + DRAIN_SLACK_MS;
  const devices = input.fleet?.devices ?? FLEET_DEFAULTS.devices;
  const size = writtenFor ?? { durationMs: input.duration, devices, intervalMs };
  const scenario: Scenario = {
    name: input.name,
    description: input.description ?? '',
    durationMs: input.duration,
    fleet: {
      devices,
      perProcess: input.fleet?.perProcess ?? FLEET_DEFAULTS.perProcess,
      intervalMs,
      start: input.fleet?.start ?? FLEET_DEFAULTS.start,
      arrivals: input.fleet?.arrivals ?? FLEET_DEFAULTS.arrivals,
    },
    device,
    network,
    edge,
    timeline,
    drain: { withinMs },
    expect: resolveExpectations(input.expect ?? {}, size),
    limits: resolveLimits(input.limits ?? {}, input.duration + withinMs),
  };
  return { scenario, missing };
}

interface Base {
  readonly device: DeviceSettings;
  readonly network: NetworkSettings;
  readonly edge: EdgeSettings;
}

function resolveWindow(base: Base, input: WindowInput, missing: (path: Path) => void): Window {
  const reboot = input.device?.reboot;
  return {
    atMs: input.at,
    forMs: input.for,
    device: overrideDevice(base.device, input.device ?? {}),
    network: overrideNetwork(base.network, input.network ?? {}),
    edge: overrideEdge(base.edge, input.edge ?? {}, (path) => missing(['edge', ...path])),
    reboot: reboot === undefined ? null : { devices: reboot },
    restart: input.edge?.restart ?? false,
  };
}

function resolveExpectations(input: NonNullable<ScenarioInput['expect']>, size: RunSize): Expectations {
  const metrics = METRIC_NAMES.flatMap((metric) =>
    (input[metric] ?? []).map((bound) => ({ metric, ...bound })),
  );
  const { duration, devices, interval } = input.writtenFor ?? {};
  return {
    writtenFor: {
      durationMs: duration ?? size.durationMs,
      devices: devices ?? size.devices,
      intervalMs: interval ?? size.intervalMs,
    },
    faults: input.faults ?? [],
    metrics,
    violations: input.violations ?? [],
  };
}

function resolveLimits(input: NonNullable<ScenarioInput['limits']>, virtualNeededMs: number): Limits {
  return {
    events: input.events ?? LIMIT_DEFAULTS.events,
    virtualMs: input.virtual ?? virtualNeededMs + LIMIT_DEFAULTS.virtualSlackMs,
    wallMs: input.wall ?? LIMIT_DEFAULTS.wallMs,
    openExchanges: input.openExchanges ?? LIMIT_DEFAULTS.openExchanges,
  };
}
