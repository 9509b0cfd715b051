import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { formatScenarioError, parseScenario } from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';

/** Prints readings per second over the transport `direct`: `node bench/fast-lane.ts DEVICES`. */
const measured = Number(process.argv[2]);
/** A fleet of another size has as much to do for each device: 20 readings, and all that a device costs once. */
const DURATION = '60s';
const WARM_UP_DEVICES = 1_000;

function fleetOf(devices: number): Scenario {
  const parsed = parseScenario(
    `
name: fast-lane
duration: ${DURATION}
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

async function rateOf(devices: number, seed: string): Promise<number> {
  const scenario = fleetOf(devices);
  const result = await run({ scenario, seed, subject: builtinSubject(scenario), transport: 'direct' });
  if (result.outcome !== 'passed') throw new Error(`${result.outcome}: ${result.why}`);
  return (result.ledger.generated / result.timing.wallMs) * 1000;
}

for (const seed of ['first', 'second']) await rateOf(WARM_UP_DEVICES, seed);
console.log(await rateOf(measured, 'measured'));
