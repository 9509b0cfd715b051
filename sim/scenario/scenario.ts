import type { DeviceSet, ValueOf } from '../../settings/index.ts';
import type { NetworkSettings } from '../faults/index.ts';
import type { Expectations } from './expectations.ts';
import type { Zone } from '../host/zone.ts';
import type {
  FLEET_SETTINGS,
  LIMIT_SETTINGS,
  MEASURE_SETTINGS,
  ON_DEVICES,
  ON_EDGE,
} from './scenario-settings.ts';
import type { Version } from '../host/version.ts';
import type { NEXT_SETTINGS } from './next-settings.ts';
import type { WIRE_SETTINGS } from './wire-settings.ts';

/** What the program is told, and what its machine does to it. */
export type DeviceSettings = ValueOf<typeof ON_DEVICES>;
export type EdgeSettings = ValueOf<typeof ON_EDGE>;
export type FleetSettings = Omit<ValueOf<typeof FLEET_SETTINGS>, 'groups'> & {
  /** None: all devices are alike. */
  readonly groups: readonly Group[];
};
/** Times of birth; until null, as the policies of the comparison need it. */
export type MeasureSettings = ValueOf<typeof MEASURE_SETTINGS>;
/** Modules of the next versions; `same` as the current ones, or `built-in`. */
export type NextSettings = ValueOf<typeof NEXT_SETTINGS>;
export type WireSettings = NonNullable<ValueOf<typeof WIRE_SETTINGS>>;
export type Limits = ValueOf<typeof LIMIT_SETTINGS>;

/**
 * A scenario with every default filled in: below the loader nothing is optional. Times are milliseconds,
 * probabilities are 0 to 1. A fault that is off has probability 0, or is null where it has no probability.
 */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  /** How long faults last and readings are generated. */
  readonly durationMs: number;
  readonly fleet: FleetSettings;
  readonly device: DeviceSettings;
  readonly network: NetworkSettings;
  readonly edge: EdgeSettings;
  readonly next: NextSettings;
  readonly zone: Zone;
  /** How messages are read; null: the presets are tried. */
  readonly wire: WireSettings | null;
  readonly timeline: readonly Window[];
  readonly drain: DrainSettings;
  readonly measure: MeasureSettings;
  readonly expect: Expectations;
  readonly limits: Limits;
}

/** Devices of the fleet that differ from the others: only what differs. */
export interface Group {
  readonly name: string;
  /** Of the fleet, 0 to 1; null: an even part of what the groups with a share leave. */
  readonly share: number | null;
  /** Null: that of the fleet. */
  readonly intervalMs: number | null;
  readonly version: Version;
  readonly device: Partial<DeviceSettings>;
  readonly network: Partial<NetworkSettings>;
}

/** A stretch of the faults phase in which some settings differ. */
export interface Window {
  readonly atMs: number;
  readonly forMs: number;
  readonly device: Partial<DeviceSettings>;
  readonly network: Partial<NetworkSettings>;
  readonly edge: Partial<EdgeSettings>;
  /** These devices crash at `atMs` and boot again at its end. */
  readonly reboot: null | { readonly devices: DeviceSet };
  /** The edge crashes at `atMs` and boots again at its end. */
  readonly restart: boolean;
  /** It does not crash, but stops in order, within so long; null: it crashes. */
  readonly orderlyMs: number | null;
  /** The edge that boots then; null: the one that went down. */
  readonly version: Version | null;
  /** Whom of the edge's instances the faults of the edge hit, from 1; null: see `INSTANCE`. */
  readonly instance: number | null;
}

export interface DrainSettings {
  /** Longest time after the faults phase in which all that is retriable must be resolved. */
  readonly withinMs: number;
}
