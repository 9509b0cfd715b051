import { parseScenario } from '../parse-scenario.ts';
import type { Scenario } from '../scenario.ts';
import { formatScenarioError } from '../scenario-error.ts';

/** A scenario written in a test, as the loader reads it. */
export function scenarioFrom(yaml: string): Scenario {
  const parsed = parseScenario(yaml, 'test.yaml');
  if (!parsed.ok) throw new Error(parsed.errors.map(formatScenarioError).join('\n'));
  return parsed.scenario;
}
