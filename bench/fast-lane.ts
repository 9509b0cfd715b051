import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { fastLaneScenario } from './fast-lane-scenario.ts';

/**
 * Prints readings per second over the transport `direct`: of 1,000 devices for a minute, and of 1,000 and of 10,000 devices
 * for 12 s, four readings each, so that a device costs as much in the one as in the other.
 */
async function rateOf(devices: number, seconds: number, seed: string): Promise<number> {
  const scenario = fastLaneScenario(devices, seconds);
  const result = await run({ scenario, seed, subject: builtinSubject(scenario), transport: 'direct' });
  if (result.outcome !== 'passed') throw new Error(`${result.outcome}: ${result.why}`);
  return (result.ledger.generated / result.timing.wallMs) * 1000;
}

await rateOf(1_000, 60, 'warm-up');
const whole = await rateOf(1_000, 60, 'measured');
const thousand = await rateOf(1_000, 12, 'measured');
const tenThousand = await rateOf(10_000, 12, 'measured');
console.log(JSON.stringify({ whole, thousand, tenThousand }));
