import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { ratioLine } from './ratio-line.ts';
import { scenarioCalled } from './scenario-called.ts';

const MIB = 1024 * 1024;
const HOUR_US = 3_600_000_000;

/** Live memory after a full collection; start Node with --expose-gc. */
function liveMiB(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / MIB;
}

/** A virtual day of one device every 3 s: 28,800 readings. */
export async function benchMemory(): Promise<readonly string[]> {
  if (globalThis.gc === undefined)
    return ['virtual day, live heap at its end / after 1 h      not measured: needs node --expose-gc'];
  const scenario = scenarioCalled('storm', { set: ['fleet.devices=1'], duration: '1d' });
  const readings: number[] = [];
  let hour = 0;
  const result = await run({
    scenario,
    seed: 'memory',
    subject: builtinSubject(scenario),
    onEvent: ({ at }) => {
      if (at < hour * HOUR_US) return;
      hour += 1;
      readings.push(liveMiB());
    },
  });
  const [, second = 0] = readings;
  const last = readings.at(-1) ?? 0;
  return [
    ratioLine({
      what: 'virtual day, live heap at its end / after 1 h',
      ratio: last / second,
      sides: `${last.toFixed(1)} MiB / ${second.toFixed(1)} MiB; ${result.ledger.generated.toLocaleString('en-US')} readings in ${(result.timing.wallMs / 1000).toFixed(1)} s`,
    }),
  ];
}
