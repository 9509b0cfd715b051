import { formatScenarioError, loadScenario, overridesFrom } from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';

/** One of ours, with overrides as the command line takes them. */
export function scenarioCalled(name: string, flags: Parameters<typeof overridesFrom>[0] = {}): Scenario {
  const overrides = overridesFrom(flags);
  if (!overrides.ok) throw new Error(overrides.errors.map(formatScenarioError).join('\n'));
  const loaded = loadScenario(name, { overrides: overrides.overrides });
  if (!loaded.ok) throw new Error(loaded.errors.map(formatScenarioError).join('\n'));
  return loaded.scenario;
}
