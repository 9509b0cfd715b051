import { formatScenarioError, parseScenario } from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';

/** What the fast lane carries: losses, copies and sheds, so that one reading in four is tried again. */
export function fastLaneScenario(devices: number, seconds: number): Scenario {
  const parsed = parseScenario(
    `
name: fast-lane
duration: ${seconds}s
fleet: { devices: ${devices}, interval: 3s }
device: { timeout: 5s }
network: { latency: { distribution: uniform, min: 20ms, max: 80ms }, loss: 15%, duplicate: 10% }
edge: { overload: { probability: 10% }, dedupe: { limit: 10000000 } }
drain: { within: 10m }
`,
    'fast-lane.yaml',
  );
  if (!parsed.ok) throw new Error(parsed.errors.map(formatScenarioError).join('\n'));
  return parsed.scenario;
}
