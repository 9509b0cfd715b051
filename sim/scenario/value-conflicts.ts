import { misordered } from '../../settings/misordered.ts';
import type { Misordered } from '../../settings/misordered.ts';
import { isMapping } from '../../settings/plain.ts';
import { walk } from '../../settings/walk.ts';
import type { Visited } from '../../settings/walk.ts';
import type { Conflict } from './conflict.ts';
import { SCENARIO_SETTINGS } from './scenario-settings.ts';
import { saidOfScenario } from './scenario-to-plain.ts';
import type { Scenario } from './scenario.ts';

/** Ranges whose ends are the wrong way round, and devices that do not exist; of the base and of each window. */
export function valueConflicts(scenario: Scenario): readonly Conflict[] {
  const { devices } = scenario.fleet;
  const said = saidOfScenario(scenario);
  return [
    ...misordered(SCENARIO_SETTINGS, said).map(orderConflict),
    ...[...walk(SCENARIO_SETTINGS, said)].flatMap((visited) => deviceSetConflicts(visited, devices)),
  ];
}

function orderConflict({ low, high, hint }: Misordered): Conflict {
  return {
    path: low.path,
    other: high.path,
    found: `${low.key} ${low.text} above ${high.key} ${high.text}`,
    allowed: `${low.key} at most ${high.key}`,
    hint,
  };
}

function deviceSetConflicts({ setting, value, path }: Visited, devices: number): readonly Conflict[] {
  const first = setting.kind === 'quantity' && isMapping(value) ? value['first'] : undefined;
  if (typeof first !== 'number' || first <= devices) return [];
  return [
    {
      path: [...path, 'first'],
      other: ['fleet', 'devices'],
      found: `the first ${first} devices of ${devices}`,
      allowed: `devices that exist, 1 to ${devices}`,
      hint: 'lower first, or raise fleet.devices',
    },
  ];
}
