import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { RunResult } from '../sim/run/index.ts';
import { formatScenarioError, loadScenario, overridesFrom } from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';
import type { TraceEvent } from '../sim/trace/index.ts';

export { scenarioFrom } from '../sim/scenario/testing/scenario-from.ts';

/** One of ours, with settings overridden as `--set` does. */
export function scenarioCalled(name: string, ...set: readonly string[]): Scenario {
  const overrides = overridesFrom({ set });
  if (!overrides.ok) throw new Error(overrides.errors.map(formatScenarioError).join('\n'));
  const loaded = loadScenario(name, { overrides: overrides.overrides });
  if (!loaded.ok) throw new Error(loaded.errors.map(formatScenarioError).join('\n'));
  return loaded.scenario;
}

/** One of ours with an eighth of its fleet, and two devices at least: every kind of event is still there. */
export function smallScenario(name: string): Scenario {
  const { devices } = scenarioCalled(name).fleet;
  return scenarioCalled(name, `fleet.devices=${Math.max(2, Math.ceil(devices / 8))}`);
}

export interface Traced {
  readonly result: RunResult;
  readonly events: readonly TraceEvent[];
}

/** Our own edge and device, and all that happened. */
export async function traced(scenario: Scenario, seed: string): Promise<Traced> {
  const events: TraceEvent[] = [];
  const result = await run({
    scenario,
    seed,
    subject: builtinSubject(scenario),
    onEvent: (event) => void events.push(event),
  });
  return { result, events };
}
