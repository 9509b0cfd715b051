import { DeviceHost, policiesByProcess } from '../host/index.ts';
import type { WireBook, WorldServices } from '../host/index.ts';
import type { Fabric } from '../net/index.ts';
import type { RetryPolicy } from '../../ports/index.ts';
import type { DeviceSettings, FleetSettings } from '../scenario/scenario.ts';
import { deviceId } from './device-id.ts';
import type { Fleet } from './fleet.ts';
import type { PartsInForce } from './parts-in-force.ts';
import type { Subject } from './subject.ts';
import { deviceOf, foreignIn, policyOf } from './versions.ts';

export interface FleetHostsOptions {
  readonly world: WorldServices;
  readonly fleet: Fleet;
  readonly settings: FleetSettings;
  /** Ids of the devices that are there; null: all are. */
  readonly there: readonly string[] | null;
  readonly subject: Subject;
  readonly parts: PartsInForce;
  readonly fabric: Fabric;
  readonly book: WireBook;
  /** Whether requests say which readings they are for without being read. */
  readonly fastLane: boolean;
  /** Of the edge's URL. */
  readonly path: string;
}

/** The machines of a fleet, in the order of their places. */
export function fleetHosts(options: FleetHostsOptions): readonly DeviceHost<DeviceSettings>[] {
  const { world, fleet, settings, there, subject, parts, fabric, book, fastLane, path } = options;
  const { devices, perProcess, ids } = settings;
  // A disk that can be rough is dearer.
  const roughDisk = fleet.parts.some(
    ({ scenario: { device, timeline } }) =>
      device.disk !== null || timeline.some((window) => (window.device.disk ?? null) !== null),
  );
  const policies = fleet.parts.map(({ policy }) => policiesByProcess(policy, perProcess));
  const policyAt = (index: number): RetryPolicy => {
    const part = fleet.at(index);
    return policies[part.index]?.(index) ?? policyOf(subject, part.version);
  };
  const { device: isForeign, policy: isPolicyForeign } = foreignIn(subject);
  return Array.from({ length: devices }, (_, index) => ({ id: deviceId(ids, index), index }))
    .filter(({ id }) => there?.includes(id) ?? true)
    .map(
      ({ id, index }) =>
        new DeviceHost({
          world,
          id,
          index,
          factory: deviceOf(subject, fleet.at(index).version).factory,
          policy: policyAt(index),
          policyIsBrought: isPolicyForeign && !isForeign,
          sharesProcess: perProcess > 1,
          fabric,
          fastLane,
          settings: parts.toldTo(index),
          roughDisk,
          path,
          ...(isForeign && { page: book.page(id) }),
        }),
    );
}

/** The machine at this place in the fleet; undefined where a schedule leaves it out. */
export function hostAt<Host extends { readonly index: number }>(
  hosts: readonly Host[],
  index: number,
): Host | undefined {
  const inPlace = hosts[index];
  // The others have moved up then.
  return inPlace?.index === index ? inPlace : hosts.find((host) => host.index === index);
}
