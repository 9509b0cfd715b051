import { createPolicy, isPolicyName } from '../../device/policy/policies.ts';
import type { RetryPolicy } from '../../ports/index.ts';
import type { DeviceRules } from '../check/index.ts';
import { NO_GROUPS } from '../metrics/index.ts';
import type { DeviceGroups } from '../metrics/index.ts';
import { partAt, partsOf, sizesOf } from '../scenario/groups.ts';
import type { FleetPart } from '../scenario/groups.ts';
import type { Version } from '../host/version.ts';
import type { FleetSettings, Scenario } from '../scenario/index.ts';
import { deviceId } from './device-id.ts';

/** The devices that are alike, and by which policy they try again. */
export interface Part extends FleetPart {
  readonly index: number;
  readonly policy: RetryPolicy;
}

/** Who is in the fleet, and which part of it each device is of. */
export class Fleet {
  readonly parts: readonly Part[];
  readonly #first: Part;
  readonly #partAt: (deviceIndex: number) => number;
  readonly #rules: readonly DeviceRules[];
  /** By id; empty where all are alike. */
  readonly #partOf = new Map<string, number>();

  /**
   * `policyIn` the run, of each version of the device: of all devices whose group says none of ours, and of all in every group
   * where a device that is not ours (`foreign`) came with one that is not ours either.
   */
  constructor(scenario: Scenario, policyIn: (version: Version) => RetryPolicy, foreign: boolean) {
    this.parts = partsOf(scenario).map((part, index) => ({
      ...part,
      index,
      policy: policyOf(part, policyIn(part.version), foreign),
    }));
    const [first] = this.parts;
    if (first === undefined) throw new Error('A fleet has no parts.');
    this.#first = first;
    this.#partAt = partAt(scenario);
    this.#rules = this.parts.map((part) => ({ settings: part.scenario.device, policy: part.policy }));
    if (this.parts.length > 1) this.#nameAll(scenario.fleet);
  }

  /** By the place of the device, from 0. */
  at(deviceIndex: number): Part {
    return this.parts[this.#partAt(deviceIndex)] ?? this.#first;
  }

  /** The part of the device with this id. */
  of(device: string): Part {
    return this.parts[this.#partOf.get(device) ?? 0] ?? this.#first;
  }

  /** Those that the scenario names; none where all devices are alike. */
  get groups(): DeviceGroups {
    const { groups, devices } = this.#first.scenario.fleet;
    if (groups.length === 0) return NO_GROUPS;
    return {
      names: groups.map(({ name }) => name),
      sizes: sizesOf(groups, devices),
      of: (device) => this.of(device).index,
    };
  }

  /** One object for each part. */
  rulesOf(device: string): DeviceRules {
    const { index } = this.of(device);
    const rules = this.#rules[index];
    if (rules === undefined) throw new Error(`Part ${index} of the fleet has no rules.`);
    return rules;
  }

  #nameAll({ devices, ids }: FleetSettings): void {
    for (let index = 0; index < devices; index += 1) {
      this.#partOf.set(deviceId(ids, index), this.#partAt(index));
    }
  }
}

/**
 * What is completed from a policy that a user brings has its name, and is that one. A device that comes with a policy of its own
 * goes by that, whatever group it is in.
 */
function policyOf({ ownPolicy, scenario }: FleetPart, policy: RetryPolicy, foreign: boolean): RetryPolicy {
  const { device } = scenario;
  if (foreign && !isPolicyName(policy.name)) return policy;
  return ownPolicy && isPolicyName(device.policy.name) ? createPolicy(device.policy) : policy;
}
