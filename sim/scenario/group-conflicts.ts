import { printProbability } from '../../settings/ratio.ts';
import { isMapping } from '../../settings/plain.ts';
import { walk } from '../../settings/walk.ts';
import type { Conflict } from './conflict.ts';
import { saidOfScenario } from './scenario-to-plain.ts';
import { SCENARIO_SETTINGS } from './scenario-settings.ts';
import type { Scenario } from './scenario.ts';

/** Shares are said in percent, and added up as numbers. */
const TOLERANCE = 1e-9;

/** Shares that are no whole together, two groups of one name, and groups that do not exist. */
export function groupConflicts(scenario: Scenario): readonly Conflict[] {
  return [...shareConflicts(scenario), ...nameConflicts(scenario), ...strangers(scenario)];
}

function shareConflicts({ fleet: { groups } }: Scenario): readonly Conflict[] {
  if (groups.length === 0) return [];
  const said = groups.reduce((sum, { share }) => sum + (share ?? 0), 0);
  const open = groups.findIndex(({ share }) => share === null);
  const found = `shares of ${printProbability(Number(said.toPrecision(12)))} together`;
  const path = ['fleet', 'groups'];
  if (open === -1) {
    if (Math.abs(said - 1) <= TOLERANCE) return [];
    const hint = said < 1 ? 'raise one, or leave one out: it takes the rest' : 'lower one of them';
    return [{ path, other: null, found, allowed: 'shares of 100% together', hint }];
  }
  if (said < 1 - TOLERANCE) return [];
  const allowed = `less than 100% together, for ${groups[open]?.name ?? ''} has what is left`;
  return [{ path, other: [...path, open], found, allowed, hint: 'lower one, or give each a share' }];
}

function nameConflicts({ fleet: { groups } }: Scenario): readonly Conflict[] {
  return groups.flatMap(({ name }, index): readonly Conflict[] => {
    const first = groups.findIndex((group) => group.name === name);
    if (first === index) return [];
    const path = (of: number) => ['fleet', 'groups', of, 'name'];
    return [
      {
        path: path(index),
        other: path(first),
        found: `a second group ${name}`,
        allowed: 'a name of its own for each group',
        hint: 'rename one of the two',
      },
    ];
  });
}

/** Sets of devices by the name of a group that the fleet does not have. */
function strangers(scenario: Scenario): readonly Conflict[] {
  const names = scenario.fleet.groups.map(({ name }) => name);
  return [...walk(SCENARIO_SETTINGS, saidOfScenario(scenario))].flatMap(
    ({ setting, value, path }): readonly Conflict[] => {
      const isSet = setting.kind === 'quantity' && setting.form === 'devices' && isMapping(value);
      const group = isSet ? value['group'] : undefined;
      if (typeof group !== 'string' || names.includes(group)) return [];
      return [
        {
          path: [...path, 'group'],
          other: names.length === 0 ? null : ['fleet', 'groups'],
          found: `the group ${group}`,
          allowed: names.length === 0 ? 'all, or { first: N }: the fleet has no groups' : names.join(', '),
          hint: names.length === 0 ? 'say fleet.groups' : 'name one of these groups',
        },
      ];
    },
  );
}
