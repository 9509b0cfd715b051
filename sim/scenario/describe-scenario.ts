import { stringify } from 'yaml';
import { settingsOf } from '../../settings/complete.ts';
import { parametersOf } from '../../device/policy/policies.ts';
import type { Scenario } from './scenario.ts';
import { ON_DEVICES } from './scenario-settings.ts';
import { scenarioToPlain } from './scenario-to-plain.ts';
import type { Plain } from '../../settings/plain.ts';

/** A setting's path with dots and its value, as a person writes both. */
export type SettingRow = readonly [path: string, value: string];

/**
 * Every resolved setting in a fixed order, without name and description. A policy's parameters are those that it looks
 * at; a fault with probability 0 is one row, off.
 */
export function describeScenario(scenario: Scenario): readonly SettingRow[] {
  const { name: _name, description: _description, ...settings } = scenarioToPlain(scenario);
  const used = new Set<string>(parametersOf(scenario.device.policy.name));
  const unused = settingsOf(ON_DEVICES.keys.policy)
    .filter(({ key, property }) => key !== 'name' && !used.has(property))
    .map(({ key }) => `device.policy.${key}`);
  return rowsOf('', settings).filter(([path]) => !unused.includes(path));
}

/** The resolved scenario as a file that the loader reads back as the same scenario. */
export function scenarioToYaml(scenario: Scenario): string {
  return stringify(scenarioToPlain(scenario), { lineWidth: 0, aliasDuplicateObjects: false });
}

function rowsOf(path: string, value: Plain): readonly SettingRow[] {
  if (typeof value !== 'object') return [[path, String(value)]];
  if (Array.isArray(value)) {
    return value.flatMap((item: Plain, index) => rowsOf(join(path, String(index)), item));
  }
  const entries = Object.entries(value);
  if (isOff(value)) return [[path, 'off']];
  return entries.flatMap(([key, inner]) => rowsOf(join(path, key), inner));
}

function isOff(value: object): boolean {
  return 'probability' in value && value.probability === '0%';
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
