import { expect, test } from 'vitest';
import { independentLoss, varianceRatio } from '../bench/paired-variance.ts';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { scenarioFrom } from './run-scenario.ts';

/** Five retries each; they differ only in how long they wait. */
const SHAPES = [
  'exponential',
  'exponential-jitter',
  'equal-jitter',
  'full-jitter',
  'decorrelated-jitter',
  'polly-v2',
  'retry-after',
  'fixed',
  'linear',
  'immediate',
] as const;

/** Readings of the second half are not counted: the faults may end before their retries do, sooner for one policy than for another. */
const COUNTED_MS = 180_000;

/** Attempts of each reading born in the first minutes, by device and number. */
async function attemptsOf(policy: string, faults: string): Promise<ReadonlyMap<string, number>> {
  const scenario = scenarioFrom(`
name: common-random-numbers
description: The same chance for every policy.
duration: 6m
fleet: { devices: 6, interval: 3s }
device: { policy: { name: ${policy}, base: 1s, cap: 30s, retries: 5 } }
${faults}
`);
  const attempts = new Map<string, number>();
  await run({
    scenario,
    seed: 'common',
    subject: builtinSubject(scenario),
    transport: 'direct',
    onEvent: (event) => {
      if (event.kind === 'reading_recorded' && event.at < COUNTED_MS * 1000) {
        attempts.set(`${event.device}/${event.reading}`, 0);
      }
      if (event.kind !== 'attempt_sent') return;
      const key = `${event.device}/${event.reading}`;
      const before = attempts.get(key);
      if (before !== undefined) attempts.set(key, before + 1);
    },
  });
  expect(attempts.size).toBe(360);
  return attempts;
}

/** `counts[n]` readings took n + 1 attempts. */
function countsOf(attempts: ReadonlyMap<string, number>): readonly number[] {
  const counts = [0, 0, 0, 0, 0, 0];
  for (const taken of attempts.values()) counts[taken - 1] = (counts[taken - 1] ?? 0) + 1;
  return counts;
}

test.for([
  ['lost requests', 'network: { loss: 30% }'],
  [
    'lost requests, lost answers, resets and sheds',
    `network: { loss: 20%, answerLoss: 10%, reset: 5%, latency: { distribution: exponential, mean: 50ms } }
edge: { overload: { probability: 10%, retryAfter: none } }`,
  ],
] as const)('each reading takes the same attempts under every jitter with %s', async ([, faults]) => {
  const [first, ...others] = SHAPES;
  const expected = await attemptsOf(first, faults);
  // Of 360 readings 360 · 0.3³ = 10 are lost three times in a row, so four attempts occur.
  expect(countsOf(expected).filter((count) => count > 0).length).toBeGreaterThanOrEqual(4);
  for (const policy of others) {
    const attempts = await attemptsOf(policy, faults);
    expect([...attempts], policy).toEqual([...expected]);
  }
});

test('another policy takes other attempts where loss comes in bursts, for its retries meet other times', async () => {
  const bursts = 'network: { burstLoss: { goodMean: 20s, badMean: 10s, goodLoss: 0%, badLoss: 100% } }';
  const plain = await attemptsOf('exponential', bursts);
  for (const policy of ['full-jitter', 'decorrelated-jitter', 'immediate']) {
    const attempts = await attemptsOf(policy, bursts);
    // First attempts leave at the same instants, so what comes through at once is the same.
    const moved = [...plain].filter(([key, taken]) => attempts.get(key) !== taken);
    expect(moved.length, policy).toBeGreaterThan(10);
    expect(countsOf(attempts), policy).not.toEqual(countsOf(plain));
  }
});

/** Whether the request of each first attempt came through, by device, number and instant; first attempts that were held back are left out. */
async function firstFates(policy: string, timeline: string): Promise<ReadonlyMap<string, boolean>> {
  const scenario = scenarioFrom(`
name: common-fates
description: Links fade, and a window changes something else.
duration: 10m
fleet: { devices: 6, interval: 3s }
device: { policy: { name: ${policy}, base: 1s, cap: 30s, retries: 5 } }
network: { burstLoss: { goodMean: 20s, badMean: 10s, goodLoss: 0%, badLoss: 100% } }
${timeline}
`);
  const fates = new Map<string, boolean>();
  const sent = new Map<string, string>();
  await run({
    scenario,
    seed: 'common',
    subject: builtinSubject(scenario),
    transport: 'direct',
    onEvent: (event) => {
      if (!('attempt' in event) || event.attempt !== 0 || event.reading === null) return;
      const reading = `${event.device}/${event.reading}`;
      if (event.kind === 'attempt_sent') {
        sent.set(reading, `${reading} at ${event.at}`);
        fates.set(`${reading} at ${event.at}`, true);
      }
      if (event.kind === 'request_lost') fates.set(sent.get(reading) ?? '', false);
    },
  });
  // 10 min / 3 s for each of six.
  expect(fates.size).toBe(1_200);
  return fates;
}

test.for([
  ['the whole run', ''],
  [
    'a run in which a window changes the latency',
    'timeline: [{ at: 4m, for: 2m, network: { latency: 100ms } }]',
  ],
  [
    'a run in which a window changes the fades themselves',
    'timeline: [{ at: 4m, for: 2m, network: { burstLoss: { goodMean: 5s, badMean: 5s, goodLoss: 0%, badLoss: 100% } } }]',
  ],
  [
    'a run in which no link fades in a window',
    'timeline: [{ at: 4m, for: 2m, network: { burstLoss: none } }]',
  ],
] as const)(
  'a first attempt at the same instant meets the same fade under each policy in %s',
  async ([, timeline]) => {
    const expected = await firstFates('exponential', timeline);
    // A third of the time is bad, a half in one window: hundreds are lost, hundreds come through.
    expect([...expected.values()].filter((came) => !came).length).toBeGreaterThan(200);
    for (const policy of ['none', 'immediate', 'full-jitter', 'store-and-forward', 'circuit-breaker']) {
      const fates = await firstFates(policy, timeline);
      const same = [...fates].filter(([at]) => expected.has(at));
      expect(same.length, policy).toBeGreaterThan(300);
      expect(
        same.filter(([at, came]) => expected.get(at) !== came),
        policy,
      ).toEqual([]);
    }
  },
);

test('each device draws for itself', async () => {
  // Draws that are the same for everybody would make policies equal too.
  const attempts = await attemptsOf('exponential', 'network: { loss: 30% }');
  const ofDevice = (device: string): readonly number[] =>
    [...attempts].filter(([key]) => key.startsWith(`${device}/`)).map(([, taken]) => taken);
  expect(ofDevice('device-001')).not.toEqual(ofDevice('device-002'));
});

test('pairs on the same seed make the variance of a difference of mean latency at least 20 times smaller', async () => {
  // 52 times by hand; of 30 pairs a ratio of variances is known within a factor of 2.1 (95 %, by F with 29 and 29).
  expect(await varianceRatio(independentLoss, 30)).toBeGreaterThan(20);
});
