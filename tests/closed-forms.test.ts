import { describe, expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { KeyedRandom } from '../sim/random/index.ts';
import { run } from '../sim/run/index.ts';
import type { TransportName } from '../sim/transport/index.ts';
import { scenarioFrom } from './run-scenario.ts';

const EXPONENTIAL = '{ name: exponential, base: 1s, cap: 30s, retries: 5 }';
/** Every attempt reaches the edge and is answered with 503, so all retries are made. */
const ALWAYS_SHED = 'edge: { overload: { probability: 100%, retryAfter: none } }';

/**
 * The path through Express and the fast lane, and how much each is given: minutes of a fleet of 20 with a reading each
 * 3 s, and outages. The fast lane carries more, so it finds smaller errors.
 */
const LANES = [
  { transport: 'inject', minutes: 3, outages: 1_000 },
  { transport: 'direct', minutes: 9, outages: 3_000 },
] as const satisfies readonly { transport: TransportName; minutes: number; outages: number }[];
type Lane = (typeof LANES)[number];

const READINGS_PER_MINUTE = 20;
const INTERVAL_US = 3_000_000;

interface World {
  readonly policy: string;
  /** Lines of YAML. Nothing else goes wrong, and no answer asks for a longer wait. */
  readonly faults: string;
}

/** What became of one reading. */
interface Delivery {
  attempts: number;
  delivered: boolean;
  /** What the policy said before retry k. */
  readonly backoffsMs: number[];
}

/**
 * Of all readings but those of the last minute, for the faults end before their retries do. All attempts of a reading are
 * over within 31 s of delays and 25 s of timeouts.
 */
async function deliveries(
  { policy, faults }: World,
  { transport, minutes }: Lane,
): Promise<readonly Delivery[]> {
  const scenario = scenarioFrom(`
name: closed-form
description: One figure that can be computed by hand.
duration: ${minutes}m
fleet: { devices: 20, interval: 3s }
device: { policy: ${policy} }
${faults}
`);
  const counted = (minutes - 1) * READINGS_PER_MINUTE;
  const byReading = new Map<string, Delivery>();
  await run({
    scenario,
    seed: 'closed-form',
    subject: builtinSubject(scenario),
    transport,
    onEvent: (event) => {
      if (event.kind === 'reading_recorded') {
        if (event.at >= counted * INTERVAL_US) return;
        const delivery = { attempts: 0, delivered: false, backoffsMs: [] };
        byReading.set(`${event.device}/${event.reading}`, delivery);
      }
      if (event.kind !== 'attempt_sent' && event.kind !== 'device_logged') return;
      const delivery = byReading.get(`${event.device}/${event.reading}`);
      if (delivery === undefined) return;
      if (event.kind === 'attempt_sent') delivery.attempts += 1;
      else if (event.event === 'telemetry_acknowledged') delivery.delivered = true;
      else if (event.event === 'retrying_after_backoff')
        delivery.backoffsMs.push(Number(event.fields['backoff_ms']));
    },
  });
  expect(byReading.size).toBe(20 * counted);
  return [...byReading.values()];
}

/** Within four standard errors, `values` are a sample of a law with this mean and standard deviation. */
function expectMean(values: readonly number[], mean: number, standardDeviation: number): void {
  const sum = values.reduce((before, value) => before + value, 0);
  const standardError = standardDeviation / Math.sqrt(values.length);
  expect(Math.abs(sum / values.length - mean)).toBeLessThan(4 * standardError);
}

/** Hits and misses of a law that hits with this probability: standard deviation √(p(1 − p)). */
function expectShare(hits: readonly boolean[], probability: number): void {
  expectMean(
    hits.map((hit) => (hit ? 1 : 0)),
    probability,
    Math.sqrt(probability * (1 - probability)),
  );
}

describe.for(LANES)('over $transport', (lane) => {
  test('attempts per reading are (1 − p^6)/(1 − p) where an attempt fails with p by loss and by a 503', async () => {
    // p = 1 − 0.85 · 0.9 = 0.235, R 5: (1 − 0.235^6)/0.765 = 1.306969, sd 0.63177.
    const faults = `network: { loss: 15% }
edge: { overload: { probability: 10%, retryAfter: none } }`;
    const readings = await deliveries({ policy: EXPONENTIAL, faults }, lane);
    expectMean(
      readings.map(({ attempts }) => attempts),
      1.306969,
      0.63177,
    );
  });

  test('half of the requests lost, the delivered share is 1 − p^6 and the backoff per reading Σ p^(k+1)·E_k', async () => {
    const readings = await deliveries({ policy: EXPONENTIAL, faults: 'network: { loss: 50% }' }, lane);
    // 1 − 0.5^6.
    expectShare(
      readings.map(({ delivered }) => delivered),
      0.984375,
    );
    // Σ_{k<5} 0.5^(k+1) · 2^k s = 5 · 0.5 s = 2.5 s; sd 6.04 s.
    expectMean(
      readings.map(({ backoffsMs }) => backoffsMs.reduce((sum, delayMs) => sum + delayMs, 0)),
      2_500,
      6_040,
    );
  });

  test.for([
    // ±50 % of 24 s is uniform on [12 s, 36 s): 3/4 below the cap with mean 21 s, 1/4 at 30 s, so 23.25 s;
    // of the square 3/4 · (21² + 18²/12) + 1/4 · 30² = 576, sd √(576 − 23.25²) = 5.953 s.
    { base: '24s', retry: 0, meanMs: 23_250, sdMs: 5_953, atCap: 1 / 4 },
    // Twice 16 s is beyond the cap of growth, so E_1 = 30 s: uniform on [15 s, 45 s), half below the cap with mean 22.5 s,
    // half at it, so 26.25 s; of the square 1/2 · (22.5² + 15²/12) + 1/2 · 30² = 712.5, sd √(712.5 − 26.25²) = 4.841 s.
    { base: '16s', retry: 1, meanMs: 26_250, sdMs: 4_841, atCap: 1 / 2 },
  ])(
    'jitter of ±50 % stands before the cap: retry $retry of base $base',
    async ({ base, retry, meanMs, sdMs, atCap }) => {
      const policy = `{ name: exponential-jitter, base: ${base}, cap: 30s, jitter: 50%, retries: ${retry + 1} }`;
      const readings = await deliveries({ policy, faults: ALWAYS_SHED }, lane);
      const delaysMs = readings.map(({ backoffsMs }) => backoffsMs[retry] ?? Number.NaN);
      expectMean(delaysMs, meanMs, sdMs);
      expectShare(
        delaysMs.map((delayMs) => delayMs === 30_000),
        atCap,
      );
    },
  );

  test('decorrelated jitter waits 2, 3.5 and 5.75 s on average before its first three retries', async () => {
    const policy = '{ name: decorrelated-jitter, base: 1s, cap: 30s, retries: 3 }';
    const readings = await deliveries({ policy, faults: ALWAYS_SHED }, lane);
    const delaysMs = (retry: number): readonly number[] =>
      readings.map(({ backoffsMs }) => backoffsMs[retry] ?? Number.NaN);
    // s' is uniform on [1, 3s): its mean is (1 + 3·E s)/2, its variance E(3s − 1)²/12 + 9/4 · Var s:
    // 4/12 = 1/3; (25 + 3)/12 + 3/4 = 37/12; (90.25 + 27.75)/12 + 111/16 = 805/48. The cap is out of reach: 3³ < 30.
    expectMean(delaysMs(0), 2_000, 1_000 * Math.sqrt(1 / 3));
    expectMean(delaysMs(1), 3_500, 1_000 * Math.sqrt(37 / 12));
    expectMean(delaysMs(2), 5_750, 1_000 * Math.sqrt(805 / 48));
  });

  test('an outage of exponential length with mean 10 s outlasts all six attempts with probability e^−3.1', async () => {
    // Attempts leave 0, 1, 3, 7, 15 and 31 s after the outage began, for a refusal takes no time: e^(−31/10) = 0.045049.
    const { transport, outages: devices } = lane;
    const scenario = scenarioFrom(worldOfOutages(devices));
    const result = await run({ scenario, seed: 'outage', subject: builtinSubject(scenario), transport });
    const { exhausted, acknowledged } = result.ledger.ends;
    expect(exhausted + acknowledged).toBe(devices);
    expectShare(
      Array.from({ length: devices }, (_, index) => index < exhausted),
      Math.exp(-3.1),
    );
  });
});

const OUTAGE_MEAN_S = 10;

/**
 * One reading per device, all at 0 s, when an outage begins for each. Its length is drawn for each by inverse transform,
 * and rounded up to a whole second, which no attempt can tell: they leave at whole seconds, and a window that closes
 * does so before an attempt of that instant. A partition cuts off the first so many devices, and lengths go down with the
 * number of the device, so each second has as many cut off as outages that last.
 */
function worldOfOutages(devices: number): string {
  const draws = new KeyedRandom('outages').stream('outage', 'length');
  const lengthsS = Array.from({ length: devices }, (_, index) =>
    Math.ceil(-Math.log(1 - draws.draw(index)) * OUTAGE_MEAN_S),
  );
  const windows: string[] = [];
  for (let atS = 0; ; atS += 1) {
    const first = lengthsS.filter((lengthS) => lengthS > atS).length;
    if (first === 0) break;
    windows.push(
      `  - { at: ${atS}s, for: 1s, network: { partition: { mode: refuse, devices: { first: ${first} } } } }`,
    );
  }
  return `
name: outage
description: One reading at the beginning of an outage.
duration: 10m
fleet: { devices: ${devices}, interval: 1h, start: together }
device: { policy: ${EXPONENTIAL} }
timeline:
${windows.join('\n')}
`;
}

test("by Little's law the requests in flight are their rate times the time that one takes", async () => {
  const scenario = scenarioFrom(`
name: little
description: Nothing goes wrong.
duration: 5m
fleet: { devices: 20, interval: 1s }
network: { latency: 50ms }
`);
  const subject = builtinSubject(scenario);
  const { metrics } = await run({ scenario, seed: 'little', subject, transport: 'direct' });
  // There and back, 50 ms each: every reading takes 100 ms, and 20 come in a second. The run goes on for 100 ms at the most
  // after its 300 s, which is 0.03 % of it.
  expect(metrics.latencyMean).toBe(100);
  expect(Math.abs((metrics.inFlightMean ?? 0) / (20 * 0.1) - 1)).toBeLessThan(0.001);
  // The starts of 20 devices are at multiples of the golden ratio, modulo 1 s: at most three of them within 100 ms.
  const starts = Array.from({ length: 20 }, (_, index) => ((index * (Math.sqrt(5) - 1)) / 2) % 1);
  const within = starts.map((start) => starts.filter((other) => (other - start + 1) % 1 < 0.1).length);
  expect(metrics.inFlightPeak).toBe(Math.max(...within));
});
