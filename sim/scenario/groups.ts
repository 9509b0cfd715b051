import type { Version } from '../host/version.ts';
import type { Group, Scenario } from './scenario.ts';

/** What groups differ in. */
type Parted = Pick<Scenario, 'fleet' | 'device' | 'network'>;

/** The devices of a fleet that are alike. */
export interface FleetPart<S extends Parted = Scenario> {
  /** Null: the fleet has no groups, and this is all of it. */
  readonly name: string | null;
  /** What the scenario is for these devices, as if the whole fleet were such. */
  readonly scenario: S;
  /** The group says by which policy its devices try again; otherwise they go by that of the run. */
  readonly ownPolicy: boolean;
  /** Which version of the device they run. */
  readonly version: Version;
}

/** The groups of a fleet in their order, or the whole fleet as one. */
export function partsOf<S extends Parted>(scenario: S): readonly FleetPart<S>[] {
  const { groups } = scenario.fleet;
  if (groups.length === 0) return [{ name: null, scenario, ownPolicy: false, version: 'current' }];
  return groups.map(({ name, intervalMs, version, device, network }) => ({
    name,
    version,
    ownPolicy: device.policy !== undefined,
    scenario: {
      ...scenario,
      fleet: { ...scenario.fleet, intervalMs: intervalMs ?? scenario.fleet.intervalMs },
      device: { ...scenario.device, ...device },
      network: { ...scenario.network, ...network },
    },
  }));
}

/** Of the fleet, 0 to 1, group by group: those that say none share what the others leave. */
export function sharesOf(groups: readonly Pick<Group, 'share'>[]): readonly number[] {
  const said = groups.reduce((sum, { share }) => sum + (share ?? 0), 0);
  const open = groups.filter(({ share }) => share === null).length;
  return groups.map(({ share }) => share ?? Math.max(0, 1 - said) / open);
}

/**
 * How many devices of a fleet each group has: whole numbers with the given sum, by the method of the largest remainder; of
 * equal remainders the first wins.
 */
export function sizesOf(groups: readonly Pick<Group, 'share'>[], devices: number): readonly number[] {
  const quotas = sharesOf(groups).map((share) => share * devices);
  // A share that is a whole number of devices but for the last bit is that number.
  const sizes = quotas.map((quota) => Math.floor(quota + REMAINDER_MIN));
  const left = devices - sizes.reduce((sum, size) => sum + size, 0);
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota - Math.floor(quota + REMAINDER_MIN) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.index - b.index);
  const rounded = new Set(byRemainder.slice(0, Math.max(0, left)).map(({ index }) => index));
  return sizes.map((size, index) => (rounded.has(index) ? size + 1 : size));
}

const REMAINDER_MIN = 1e-6;

/** Which part of the fleet each device is of, by its place from 0: the first group has the first devices, and so on. */
export function partAt({ fleet }: Pick<Scenario, 'fleet'>): (deviceIndex: number) => number {
  const { groups, devices } = fleet;
  if (groups.length < 2) return () => 0;
  const parts = sizesOf(groups, devices).flatMap((size, part) => Array.from({ length: size }, () => part));
  return (deviceIndex) => parts[deviceIndex] ?? groups.length - 1;
}
