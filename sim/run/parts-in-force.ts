import { networkInForce } from '../faults/index.ts';
import type { NetworkInForce } from '../net/index.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { PlaceInFleet } from '../../settings/index.ts';
import type { Fleet } from './fleet.ts';
import { firstNumberOf } from './number-limits.ts';
import { sameSettings, settingsInForce, toldOf } from './settings-in-force.ts';
import type { SettingsInForce, SettingsTold } from './settings-in-force.ts';

/** What one part of the fleet goes by at one instant. */
export interface PartInForce {
  readonly settings: SettingsInForce;
  readonly told: SettingsTold;
  readonly network: NetworkInForce;
}

/** Whether this is another now than before, in any part of the fleet. */
export type Changed = (what: (part: PartInForce) => unknown) => boolean;

/** What each part of the fleet goes by now. What an edge goes by is the same in all of them. */
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

  /** What an edge goes by. */
  get edge(): PartInForce {
    return this.#part(0);
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
  toldTo(deviceIndex: number): SettingsTold['device'] {
    const { told } = this.at(deviceIndex);
    if (this.#fleet.at(deviceIndex).scenario.fleet.numbers === 'first') return told.device;
    return { ...told.device, firstSequence: firstNumberOf(deviceIndex) };
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
