import { networkInForce } from '../faults/index.ts';
import type { NetworkInForce } from '../net/index.ts';
import type { DeviceSettings, Scenario } from '../scenario/scenario.ts';
import type { PlaceInFleet } from '../../settings/index.ts';
import type { Fleet } from './fleet.ts';
import { firstNumberOf } from './number-limits.ts';
import { sameSettings, settingsInForce, toldOf } from './settings-in-force.ts';
import type { SettingsInForce } from './settings-in-force.ts';

/** What one part of the fleet goes by at one instant. */
export interface PartInForce {
  readonly settings: SettingsInForce;
  /** What its devices are told. */
  readonly told: DeviceSettings;
  readonly network: NetworkInForce;
}

/** Whether this is another now than before, in any part of the fleet. */
export type Changed = (what: (part: PartInForce) => unknown) => boolean;

/** What each part of the fleet goes by now. */
export class PartsInForce {
  readonly #fleet: Fleet;
  #parts: readonly PartInForce[];

  /** As long as no window is open. */
  constructor(fleet: Fleet) {
    this.#fleet = fleet;
    this.#parts = this.#all((part) => settingsInForce(part, []));
  }

  /** From now on these hold. */
  set(settingsOf: (scenario: Scenario) => SettingsInForce): Changed {
    const before = this.#parts;
    this.#parts = this.#all(settingsOf);
    return (what) =>
      this.#parts.some((part, index) => {
        const was = before[index];
        return was === undefined || !sameSettings(what(was), what(part));
      });
  }

  at(deviceIndex: number): PartInForce {
    return this.#part(this.#fleet.at(deviceIndex).index);
  }

  of(device: string): PartInForce {
    return this.#part(this.#fleet.of(device).index);
  }

  some(what: (part: PartInForce) => boolean): boolean {
    return this.#parts.some(what);
  }

  placeOf(deviceIndex: number): PlaceInFleet {
    return { deviceIndex, group: this.#fleet.at(deviceIndex).name };
  }

  /** All devices of a part are told the same, but where their numbers begin. */
  toldTo(deviceIndex: number): DeviceSettings {
    const { told } = this.at(deviceIndex);
    if (this.#fleet.at(deviceIndex).scenario.fleet.numbers === 'first') return told;
    return { ...told, firstSequence: firstNumberOf(deviceIndex, told.firstSequence) };
  }

  #all(settingsOf: (scenario: Scenario) => SettingsInForce): readonly PartInForce[] {
    return this.#fleet.parts.map(({ scenario }) => {
      const settings = settingsOf(scenario);
      return { settings, told: toldOf(settings), network: networkInForce(settings.network) };
    });
  }

  #part(index: number): PartInForce {
    const part = this.#parts[index];
    if (part === undefined) throw new Error(`The fleet has no part ${index}.`);
    return part;
  }
}
