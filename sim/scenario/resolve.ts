import { declarationOf, parametersOf } from '../../device/policy/policies.ts';
import type { PolicySettings } from '../../device/policy/policies.ts';
import { completed, defaultsOf, overridden } from '../../settings/index.ts';
import type { Missing, MissingSetting } from '../../settings/complete.ts';
import type { Path } from '../../settings/problem.ts';
import { NETWORK_SETTINGS } from '../faults/index.ts';
import { METRIC_NAMES } from '../metrics/index.ts';
import { NEXT_SETTINGS } from './next-settings.ts';
import { GROUP_DEVICE } from './group-settings.ts';
import type { SaidGroup } from './group-settings.ts';
import { timeToDrainMs, virtualLimitMs } from './time-to-drain.ts';
import type { Group, Scenario, Window, WireSettings } from './scenario.ts';
import type { ExpectedFindings, Expectations, WrittenFor } from './expectations.ts';
import {
  FLEET_SETTINGS,
  LIMIT_SETTINGS,
  MEASURE_SETTINGS,
  ON_DEVICES,
  ON_EDGE,
} from './scenario-settings.ts';
import type { SaidScenario, SaidWindow } from './scenario-settings.ts';
import { WIRE_KEYS } from './wire-settings.ts';
import type { SaidWire } from './wire-settings.ts';

export interface Resolved {
  readonly scenario: Scenario;
  /** The scenario is of no use if there is any. */
  readonly missing: readonly MissingSetting[];
}

/** Fills in every default. `writtenFor` is what the file says, where flags say another. */
export function resolveScenario(said: SaidScenario, writtenFor: WrittenFor | null): Resolved {
  const missing: MissingSetting[] = [];
  const note =
    (...above: Path): Missing =>
    ({ path, setting }) =>
      void missing.push({ path: [...above, ...path], setting });
  const { name = '', description = '', durationMs = 0 } = said;
  const device = completed(ON_DEVICES, said.device, defaultsOf(ON_DEVICES));
  const base = {
    device: { ...device, policy: fittingPolicy(device.policy, said.device?.policy?.capMs !== undefined) },
    network: completed(NETWORK_SETTINGS, said.network, DEFAULT_NETWORK_SETTINGS, note('network')),
    edge: completed(ON_EDGE, said.edge, DEFAULT_ON_EDGE, note('edge')),
  };
  const timeline = (said.timeline ?? []).map((window, index) =>
    resolveWindow(base, window, (section) => note('timeline', index, section)),
  );
  const { groups: saidGroups = [], ...saidOfAll } = said.fleet ?? {};
  const fleet = {
    ...completed(FLEET_SETTINGS, saidOfAll, defaultsOf(FLEET_SETTINGS)),
    groups: saidGroups.map((group, index) =>
      resolveGroup(base, group, (section) => note('fleet', 'groups', index, section)),
    ),
  };
  const withinMs = said.drain?.withinMs ?? timeToDrainMs({ durationMs, fleet, ...base, timeline });
  const virtualMs = said.limits?.virtualMs ?? virtualLimitMs(durationMs, withinMs);
  const here = {
    durationMs,
    devices: fleet.devices,
    intervalMs: fleet.intervalMs,
    policy: base.device.policy.name,
  };
  const scenario: Scenario = {
    name,
    description,
    durationMs,
    fleet,
    ...base,
    next: completed(NEXT_SETTINGS, said.next, defaultsOf(NEXT_SETTINGS)),
    zone: said.zone ?? 'UTC',
    wire: said.wire === undefined || said.wire === null ? null : completeWire(said.wire),
    timeline,
    drain: { withinMs },
    measure: completed(MEASURE_SETTINGS, said.measure, defaultsOf(MEASURE_SETTINGS)),
    expect: resolveExpectations(said.expect ?? {}, writtenFor ?? here),
    limits: completed(LIMIT_SETTINGS, { ...said.limits, virtualMs }, null),
  };
  return { scenario, missing };
}

const DEFAULT_NETWORK_SETTINGS = defaultsOf(NETWORK_SETTINGS);
const DEFAULT_ON_EDGE = defaultsOf(ON_EDGE);

function fittingPolicy(policy: PolicySettings, saysCap: boolean): PolicySettings {
  // A cap that the policy ignores and nobody wrote must not be in the way of a long base.
  const ignoresCap = !saysCap && !parametersOf(policy.name).includes('capMs');
  const fitting = { ...policy, capMs: ignoresCap ? Math.max(policy.capMs, policy.baseMs) : policy.capMs };
  // `--policy none` on a scenario that sets retries means: no retries.
  return declarationOf(policy.name).create(fitting).retriesMax === 0 ? { ...fitting, retries: 0 } : fitting;
}

function resolveGroup(base: Base, said: SaidGroup, noteIn: NoteIn): Group {
  const { name = '', share = null, intervalMs = null, version = 'current' } = said;
  const device = overridden(GROUP_DEVICE, said.device ?? {}, base.device, noteIn('device'));
  const { policy } = device;
  return {
    name,
    share,
    intervalMs,
    version,
    device: {
      ...device,
      ...(policy !== undefined && {
        policy: fittingPolicy(policy, said.device?.policy?.capMs !== undefined),
      }),
    },
    network: overridden(NETWORK_SETTINGS, said.network ?? {}, base.network, noteIn('network')),
  };
}

/** With every key that was not said. */
export function completeWire(said: SaidWire): WireSettings {
  return completed(WIRE_KEYS, said, null);
}

type Base = Pick<Scenario, 'device' | 'network' | 'edge'>;
type NoteIn = (section: string) => Missing;

function resolveWindow(base: Base, said: SaidWindow, noteIn: NoteIn): Window {
  const { reboot, ...device } = said.device ?? {};
  const { restart = false, orderlyMs = null, version = null, instance = null, ...edge } = said.edge ?? {};
  return {
    atMs: said.atMs ?? 0,
    forMs: said.forMs ?? 0,
    device: overridden(ON_DEVICES, device, base.device, noteIn('device')),
    network: overridden(NETWORK_SETTINGS, said.network ?? {}, base.network, noteIn('network')),
    edge: overridden(ON_EDGE, edge, base.edge, noteIn('edge')),
    reboot: reboot === undefined ? null : { devices: reboot },
    restart,
    orderlyMs,
    version,
    instance,
  };
}

type SaidExpectations = NonNullable<SaidScenario['expect']>;
type SaidFindings = NonNullable<SaidExpectations['builtIn']>;

function resolveExpectations(said: SaidExpectations, file: WrittenFor): Expectations {
  const { durationMs, devices, intervalMs, policy } = said.writtenFor ?? {};
  return {
    writtenFor: {
      durationMs: durationMs ?? file.durationMs,
      devices: devices ?? file.devices,
      intervalMs: intervalMs ?? file.intervalMs,
      policy: policy ?? file.policy,
    },
    faults: said.faults ?? [],
    sometimes: said.sometimes ?? [],
    mayBreak: said.mayBreak ?? [],
    ...resolveFindings(said),
    builtIn: resolveFindings(said.builtIn ?? {}),
    ownPolicy: resolveFindings(said.ownPolicy ?? {}),
  };
}

function resolveFindings(said: SaidFindings): ExpectedFindings {
  return {
    metrics: METRIC_NAMES.flatMap((metric) => (said[metric] ?? []).map((bound) => ({ metric, ...bound }))),
    violations: said.violations ?? [],
  };
}
