import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { scenarioCalled } from './scenario-called.ts';

/** Prints the rate of storm as a whole: devices, network, edge, trace, checks. Two runs warm up, with 3,500 exchanges each. */
const scenario = scenarioCalled('storm');
let rate = 0;
for (const seed of ['first', 'second', 'measured']) {
  const result = await run({ scenario, seed, subject: builtinSubject(scenario) });
  rate = (result.exchanges / result.timing.wallMs) * 1000;
}
console.log(rate);
