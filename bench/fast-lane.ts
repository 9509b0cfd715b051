import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { formatScenarioError, parseScenario } from '../sim/scenario/index.ts';

/** Prints readings per second over the transport `direct`: `node bench/fast-lane.ts DEVICES`. */
const devices = Number(process.argv[2]);
/** So that every fleet has 50,000 readings to deliver. */
const seconds = Math.round((50_000 * 3) / devices);
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
const { scenario } = parsed;
let rate = 0;
for (const seed of ['warm-up', 'measured']) {
  const result = await run({ scenario, seed, subject: builtinSubject(scenario), transport: 'direct' });
  if (result.outcome !== 'passed') throw new Error(`${result.outcome}: ${result.why}`);
  rate = (result.ledger.generated / result.timing.wallMs) * 1000;
}
console.log(rate);
