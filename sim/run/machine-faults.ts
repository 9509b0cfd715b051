import { clockErrorOf } from '../faults/index.ts';
import type { DeviceHost, EdgeHost, EdgeInstances } from '../host/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import type { DeviceSettings, EdgeSettings } from '../scenario/scenario.ts';
import { includesDevice } from '../../settings/index.ts';
import type { EdgesInForce, EdgeTold } from './edges-in-force.ts';
import type { Changed, PartsInForce } from './parts-in-force.ts';
import { sameSettings } from './settings-in-force.ts';

export interface MachineFaultsOptions {
  readonly random: KeyedRandom;
  readonly parts: PartsInForce;
  readonly edges: EdgesInForce;
  readonly edge: EdgeInstances<EdgeTold>;
  readonly devices: readonly DeviceHost<DeviceSettings>[];
}

/** Does to the machines of edge and devices what their programs are not told of: clocks, disks, stores, crashes. */
export class MachineFaults {
  readonly #options: MachineFaultsOptions;
  /** What is done to each instance of the edge; nothing yet: all is well. */
  #done: readonly EdgeSettings[] = [];

  constructor(options: MachineFaultsOptions) {
    this.#options = options;
  }

  /** Before anybody boots: what holds from the beginning. */
  begin(): void {
    const { parts } = this.#options;
    this.#setEdges();
    if (parts.some(({ settings }) => settings.device.clock !== null)) this.#setClocks();
    if (parts.some(({ settings }) => settings.device.unsetClock !== null)) this.#unsetClocks();
    if (parts.some(({ settings }) => settings.device.disk !== null)) this.#setDisks();
    if (parts.some(({ settings }) => settings.device.damage !== null)) this.#setDamage();
    if (parts.some(({ settings }) => settings.device.oldCopy !== null)) this.#setOldCopies();
    if (parts.some(({ settings }) => settings.device.freeze !== null)) this.#setFreezes();
  }

  /** Other settings hold from now on. */
  change(changed: Changed): void {
    this.#setEdges();
    if (changed(({ settings }) => settings.device.clock)) this.#setClocks();
    if (changed(({ settings }) => settings.device.unsetClock)) this.#unsetClocks();
    if (changed(({ settings }) => settings.device.disk)) this.#setDisks();
    if (changed(({ settings }) => settings.device.damage)) this.#setDamage();
    if (changed(({ settings }) => settings.device.oldCopy)) this.#setOldCopies();
    if (changed(({ settings }) => settings.device.freeze)) this.#setFreezes();
  }

  /** As far as it is new. */
  #setEdges(): void {
    const { edge, edges } = this.#options;
    const before = this.#done;
    this.#done = edges.all.map(({ settings }) => settings);
    edge.all.forEach((host, place) => {
      const now = this.#done[place];
      if (now !== undefined) setEdge(host, before[place] ?? null, now);
    });
  }

  #setClocks(): void {
    const { random, parts, devices } = this.#options;
    for (const device of devices) {
      const { clock } = parts.at(device.index).settings.device;
      const isWrong = clock !== null && includesDevice(clock.devices, parts.placeOf(device.index));
      // One draw for each device: its clock is off the same way in each window.
      const uniform = (): number => random.stream('host/clock', device.id).draw(0);
      const isShown = isWrong && clock.timestamps === 'shown';
      device.setClock(isWrong ? clockErrorOf(clock, uniform) : null, { isShown });
    }
  }

  #unsetClocks(): void {
    const { parts, devices } = this.#options;
    for (const device of devices) {
      const { unsetClock } = parts.at(device.index).settings.device;
      const isUnset = unsetClock !== null && includesDevice(unsetClock.devices, parts.placeOf(device.index));
      device.setUnsetClock(isUnset ? Date.UTC(unsetClock.year) : null);
    }
  }

  #setDisks(): void {
    const { parts, devices } = this.#options;
    for (const device of devices) {
      const { disk } = parts.at(device.index).settings.device;
      const isRough = disk !== null && includesDevice(disk.devices, parts.placeOf(device.index));
      device.setDisk(isRough ? disk : null);
    }
  }

  #setFreezes(): void {
    const { parts, devices } = this.#options;
    for (const device of devices) {
      const { freeze } = parts.at(device.index).settings.device;
      const isHit = freeze !== null && includesDevice(freeze.devices, parts.placeOf(device.index));
      device.setFreeze(isHit ? freeze : null);
    }
  }

  #setDamage(): void {
    const { parts, devices } = this.#options;
    for (const device of devices) {
      const { damage } = parts.at(device.index).settings.device;
      const isHit = damage !== null && includesDevice(damage.devices, parts.placeOf(device.index));
      device.setDamage(isHit ? damage.probability : 0);
    }
  }

  #setOldCopies(): void {
    const { parts, devices } = this.#options;
    for (const device of devices) {
      const { oldCopy } = parts.at(device.index).settings.device;
      const isHit = oldCopy !== null && includesDevice(oldCopy.devices, parts.placeOf(device.index));
      device.setOldCopy(isHit ? oldCopy.probability : 0);
    }
  }
}

function setEdge(host: EdgeHost<EdgeTold>, before: EdgeSettings | null, now: EdgeSettings): void {
  const { clock, disk, storeOutage, freeze, crash } = now;
  if (!sameSettings(before?.clock ?? null, clock))
    host.setClock(clock === null ? null : clockErrorOf(clock, () => 0));
  if (!sameSettings(before?.disk ?? null, disk)) host.setDisk(disk);
  if (!sameSettings(before?.storeOutage ?? null, storeOutage)) host.setStoreOutage(storeOutage);
  if (!sameSettings(before?.crash ?? null, crash)) host.setCrash(crash);
  if (!sameSettings(before?.freeze ?? null, freeze))
    host.setFreeze(freeze === null ? null : { first: freeze.first === 'timers' ? 'timers' : 'arrivals' });
}
