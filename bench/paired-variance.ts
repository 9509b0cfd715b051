import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { formatScenarioError, overridesFrom, parseScenario } from '../sim/scenario/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';
import { ratioLine } from './ratio-line.ts';
import { scenarioCalled } from './scenario-called.ts';

/** Of 60 pairs a ratio of variances is known to within a factor of 1.7 (95 %, by F). */
const PAIRS = 60;
/** Nothing is wanted of this one. */
const PAIRS_IN_STORM = 20;
const WANTED = 20;

/** The two whose mean latencies are compared. */
const POLICIES = ['exponential-jitter', 'full-jitter'] as const;
type Compared = (typeof POLICIES)[number];

/**
 * Loss that depends on nothing, and a fleet that is small. After N losses in a row both have waited on the same draws, one
 * of them (2^N − 1)/2 s longer, so the difference varies by N alone. By hand, with N geometric up to 5 and 5 s for each
 * timeout, its variance is 1.04 s² per reading on the same seeds and 32.04 + 22.39 s² on different ones: 52 times more.
 */
export function independentLoss(policy: Compared): Scenario {
  const flags = overridesFrom({ policy });
  if (!flags.ok) throw new Error(flags.errors.map(formatScenarioError).join('\n'));
  const parsed = parseScenario(
    `
name: independent-loss
duration: 5m
fleet: { devices: 3, interval: 3s }
network: { loss: 30% }
`,
    'independent-loss.yaml',
    { overrides: flags.overrides },
  );
  if (!parsed.ok) throw new Error(parsed.errors.map(formatScenarioError).join('\n'));
  return parsed.scenario;
}

/** Loss that depends on time, and the waits decide who meets it: much of what draws have in common is lost. */
function storm(policy: Compared): Scenario {
  return scenarioCalled('storm', { policy, set: ['fleet.devices=3'] });
}

/** Mean time from birth to acknowledgement of one run, in ms, over the readings that were acknowledged. */
async function meanLatencyMs(scenario: Scenario, seed: string): Promise<number> {
  const bornAtUs = new Map<string, number>();
  let acknowledged = 0;
  let sumUs = 0;
  await run({
    scenario,
    seed,
    subject: builtinSubject(scenario),
    transport: 'direct',
    onEvent: (event) => {
      if (event.kind === 'reading_recorded') bornAtUs.set(`${event.device}/${event.reading}`, event.at);
      if (event.kind !== 'device_logged') return;
      if (event.event !== 'telemetry_acknowledged' && event.event !== 'duplicate_acknowledged') return;
      const key = `${event.device}/${event.reading}`;
      const bornUs = bornAtUs.get(key);
      // The word on a second copy comes after the end of the reading.
      if (bornUs === undefined) return;
      bornAtUs.delete(key);
      acknowledged += 1;
      sumUs += event.at - bornUs;
    },
  });
  return sumUs / acknowledged / 1000;
}

async function meanLatenciesMs(scenario: Scenario, seeds: readonly string[]): Promise<readonly number[]> {
  const means: number[] = [];
  for (const seed of seeds) means.push(await meanLatencyMs(scenario, seed));
  return means;
}

/** Sample variance of the differences of pairs, n − 1 in the divisor. */
function varianceOfDifference(x: readonly number[], y: readonly number[]): number {
  const differences = x.map((value, index) => value - (y[index] ?? Number.NaN));
  const mean = differences.reduce((sum, each) => sum + each, 0) / differences.length;
  return differences.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (differences.length - 1);
}

/**
 * How many times smaller common random numbers make the variance of the difference of mean latency between two policies:
 * that of pairs on different seeds, over that of pairs on the same seed.
 */
export async function varianceRatio(
  scenarioOf: (policy: Compared) => Scenario,
  pairs: number,
): Promise<number> {
  const [ours, theirs] = POLICIES;
  const seeds = Array.from({ length: pairs }, (_, index) => String(index + 1));
  const others = Array.from({ length: pairs }, (_, index) => String(pairs + index + 1));
  const x = await meanLatenciesMs(scenarioOf(ours), seeds);
  const same = await meanLatenciesMs(scenarioOf(theirs), seeds);
  const different = await meanLatenciesMs(scenarioOf(theirs), others);
  return varianceOfDifference(x, different) / varianceOfDifference(x, same);
}

/** `exponential-jitter` against `full-jitter`. */
export async function benchPairedVariance(): Promise<readonly string[]> {
  const independent = await varianceRatio(independentLoss, PAIRS);
  const inStorm = await varianceRatio(storm, PAIRS_IN_STORM);
  return [
    ratioLine({
      what: 'variance, other seeds / same seeds, 30 % loss',
      ratio: independent,
      wanted: `at least ${WANTED}`,
      sides: `${PAIRS} pairs of mean latencies`,
    }),
    ratioLine({
      what: 'variance, other seeds / same seeds, storm',
      ratio: inStorm,
      sides: `${PAIRS_IN_STORM} pairs`,
    }),
  ];
}
