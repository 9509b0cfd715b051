import { clockErrorOf } from '../faults/index.ts';
import type { DeviceHost, EdgeHost } from '../host/index.ts';
import type { KeyedRandom } from '../random/index.ts';
import type { EdgeSettings } from '../scenario/scenario.ts';
import { includesDevice } from '../../settings/index.ts';
import type { Changed, PartsInForce } from './parts-in-force.ts';
import { sameSettings } from './settings-in-force.ts';
import type { SettingsTold } from './settings-in-force.ts';

export interface MachineFaultsOptions {
  readonly random: KeyedRandom;
  readonly parts: PartsInForce;
  readonly edge: EdgeHost<EdgeSettings>;
  readonly devices: readonly DeviceHost<SettingsTold['device']>[];
}

/** Does to the machines of edge and devices what their programs are not told of: clocks, disks, stores, crashes. */
export class MachineFaults {
  readonly #options: MachineFaultsOptions;
  /** What is done to the edge; null: all is well. */
  #edge: EdgeSettings | null = null;

  constructor(options: MachineFaultsOptions) {
    this.#options = options;
  }

  /** Before anybody boots: what holds from the beginning. */
  begin(): void {
    const { parts } = this.#options;
    this.#setEdge();
    if (parts.some(({ settings }) => settings.device.clock !== null)) this.#setClocks();
    if (parts.some(({ settings }) => settings.device.unsetClock !== null)) this.#unsetClocks();
    if (parts.some(({ settings }) => settings.device.disk !== null)) this.#setDisks();
    if (parts.some(({ settings }) => settings.device.damage !== null)) this.#setDamage();
  }

  /** Other settings hold from now on. */
  change(changed: Changed): void {
    this.#setEdge();
    if (changed(({ settings }) => settings.device.clock)) this.#setClocks();
    if (changed(({ settings }) => settings.device.unsetClock)) this.#unsetClocks();
    if (changed(({ settings }) => settings.device.disk)) this.#setDisks();
    if (changed(({ settings }) => settings.device.damage)) this.#setDamage();
  }

  /** As far as it is new. */
  #setEdge(): void {
    const { edge, parts } = this.#options;
    const before = this.#edge;
    this.#edge = parts.edge.settings.edge;
    const { clock, disk, storeOutage, freeze, crash } = this.#edge;
    if (!sameSettings(before?.clock ?? null, clock))
      edge.setClock(clock === null ? null : clockErrorOf(clock, () => 0));
    if (!sameSettings(before?.disk ?? null, disk)) edge.setDisk(disk);
    if (!sameSettings(before?.storeOutage ?? null, storeOutage)) edge.setStoreOutage(storeOutage);
    if (!sameSettings(before?.crash ?? null, crash)) edge.setCrash(crash);
    if (!sameSettings(before?.freeze ?? null, freeze)) edge.setFreeze(freeze);
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

  #setDamage(): void {
    const { parts, devices } = this.#options;
    for (const device of devices) {
      const { damage } = parts.at(device.index).settings.device;
      const isHit = damage !== null && includesDevice(damage.devices, parts.placeOf(device.index));
      device.setDamage(isHit ? damage.probability : 0);
    }
  }
}
