import type { DeviceSet, NetworkSettings } from '../net/network-settings.ts';
import type { Conflict } from './conflict.ts';
import { printDuration } from './duration.ts';
import { printProbability } from './probability.ts';
import type { Path } from './place.ts';
import type { EdgeSettings, PolicySettings, Scenario } from './scenario.ts';

/** Ranges whose ends are the wrong way round, and devices that do not exist; of the base and of each window. */
export function valueConflicts(scenario: Scenario): readonly Conflict[] {
  const { devices } = scenario.fleet;
  return [
    ...policyConflicts(scenario.device.policy),
    ...networkConflicts(scenario.network, ['network'], devices),
    ...edgeConflicts(scenario.edge, ['edge']),
    ...scenario.timeline.flatMap((window, index) => {
      const path = ['timeline', index];
      return [
        ...networkConflicts(window.network, [...path, 'network'], devices),
        ...edgeConflicts(window.edge, [...path, 'edge']),
        ...deviceSetConflicts(window.reboot?.devices, [...path, 'device', 'reboot'], devices),
      ];
    }),
  ];
}

interface Range {
  readonly minMs: number;
  readonly maxMs: number;
}

function rangeConflicts(range: Range | undefined, path: Path): readonly Conflict[] {
  if (range === undefined || range.minMs <= range.maxMs) return [];
  return [
    {
      path: [...path, 'min'],
      other: [...path, 'max'],
      found: `min ${printDuration(range.minMs)} above max ${printDuration(range.maxMs)}`,
      allowed: 'min at most max',
      hint: 'swap them, or set both',
    },
  ];
}

function networkConflicts(
  network: Partial<NetworkSettings>,
  path: Path,
  devices: number,
): readonly Conflict[] {
  const { latency, burstLoss, partition } = network;
  const uniform = latency?.distribution === 'uniform' ? latency : undefined;
  return [
    ...rangeConflicts(uniform, [...path, 'latency']),
    ...rangeConflicts(network.duplicate, [...path, 'duplicate']),
    ...rangeConflicts(network.reorder, [...path, 'reorder']),
    ...(burstLoss && burstLoss.goodLoss > burstLoss.badLoss
      ? [
          {
            path: [...path, 'burstLoss', 'goodLoss'],
            other: [...path, 'burstLoss', 'badLoss'],
            found: `goodLoss ${printProbability(burstLoss.goodLoss)} above badLoss ${printProbability(burstLoss.badLoss)}`,
            allowed: 'goodLoss at most badLoss',
            hint: 'swap them',
          },
        ]
      : []),
    ...deviceSetConflicts(partition?.devices, [...path, 'partition', 'devices'], devices),
  ];
}

function edgeConflicts(edge: Partial<EdgeSettings>, path: Path): readonly Conflict[] {
  return [
    ...rangeConflicts(edge.slow, [...path, 'slow']),
    ...rangeConflicts(edge.contention ?? undefined, [...path, 'contention']),
  ];
}

function policyConflicts(policy: PolicySettings): readonly Conflict[] {
  if (policy.baseMs <= policy.capMs) return [];
  const path = ['device', 'policy'];
  return [
    {
      path: [...path, 'base'],
      other: [...path, 'cap'],
      found: `base ${printDuration(policy.baseMs)} above cap ${printDuration(policy.capMs)}`,
      allowed: 'base at most cap',
      hint: 'raise cap, or lower base',
    },
  ];
}

function deviceSetConflicts(set: DeviceSet | undefined, path: Path, devices: number): readonly Conflict[] {
  if (set === undefined || set === 'all' || set.first <= devices) return [];
  return [
    {
      path: [...path, 'first'],
      other: ['fleet', 'devices'],
      found: `the first ${set.first} devices of ${devices}`,
      allowed: `devices that exist, 1 to ${devices}`,
      hint: 'lower first, or raise fleet.devices',
    },
  ];
}
