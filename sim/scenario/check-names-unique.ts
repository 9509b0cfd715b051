import type { Path } from '../../settings/problem.ts';
import type { Place } from './place.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioError } from './scenario-error.ts';

/** Reports and baselines know scenarios by name alone; each further one of the same name is an error. */
export function checkNamesUnique(
  loaded: readonly {
    readonly scenario: Pick<Scenario, 'name'>;
    readonly placeOf: (path: Path) => Place;
  }[],
): readonly ScenarioError[] {
  const first = new Map<string, Place>();
  const errors: ScenarioError[] = [];
  for (const { scenario, placeOf } of loaded) {
    const namedAt = placeOf(['name']);
    const before = first.get(scenario.name);
    if (before === undefined) {
      first.set(scenario.name, namedAt);
      continue;
    }
    errors.push({
      code: 'duplicate-name',
      ...namedAt,
      path: 'name',
      found: `${scenario.name}, the name of the scenario at ${before.file}:${before.line}:${before.col}`,
      allowed: 'a name of its own for each scenario',
      hint: 'rename one of the two, or name the file only once',
    });
  }
  return errors;
}
