import { describe, expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import type { Scenario } from '../sim/scenario/index.ts';
import type { TransportName } from '../sim/transport/index.ts';
import { scenarioFrom } from './run-scenario.ts';

/** Known laws of queues, on the path through Express (device, network, edge, trace) and on the fast lane. */
const LANES = [
  // Waits are strongly correlated at ρ 0.8: their mean over n has a standard error of
  // √(ρ(2 + 5ρ − 4ρ² + ρ³)/(1 − ρ)⁴/n)/μ (Daley 1968): 6 ms for 5,120 of them, 3 ms for 20,480, four times that below these.
  { transport: 'inject', seconds: 8, toleranceMax: 0.03 },
  { transport: 'direct', seconds: 32, toleranceMax: 0.02 },
] as const satisfies readonly { transport: TransportName; seconds: number; toleranceMax: number }[];

/** Requests per second that a fleet of 80 devices sends. */
const LAMBDA = 80;
/** Empty at first, a queue of ρ 0.8 and μ 100/s forgets that in 1/(μ(1 − √ρ)²) = 0.9 s (its relaxation time). */
const WARM_UP_SECONDS = 3;

/** What one run says of the queue: all in seconds. */
interface Visits {
  readonly gaps: readonly number[];
  /** In the system: from arrival at the edge to its answer, of those that were served. */
  readonly sojourns: readonly number[];
  /** Of one server: from the later of arrival and the answer before. */
  readonly services: readonly number[];
  readonly arrived: number;
  readonly refused: number;
}

function scenario(capacity: string, seconds: number): Scenario {
  return scenarioFrom(`
name: queue
description: Poisson arrivals at one service point; nobody tries again.
duration: ${seconds}s
fleet: { devices: ${LAMBDA}, interval: 1s, start: random, arrivals: poisson }
device: { inFlightMax: 1000, timeout: 60s, policy: none }
network: { latency: 10ms }
edge: { capacity: ${capacity} }
`);
}

/** Arrivals after the warm-up alone. `scenario` must have one server for `services` to mean anything. */
async function visits(of: Scenario, seed: string, transport: TransportName): Promise<Visits> {
  const openSince = new Map<string, number>();
  const sojourns: number[] = [];
  const services: number[] = [];
  const gaps: number[] = [];
  let arrived = 0;
  let refused = 0;
  let lastArrivalAt = 0;
  let lastServedAt = 0;
  await run({
    scenario: of,
    seed,
    transport,
    subject: builtinSubject(of),
    onEvent: (event) => {
      if (event.kind !== 'request_delivered' && event.kind !== 'request_answered') return;
      const key = `${event.device}/${event.reading}`;
      const at = event.at / 1e6;
      if (event.kind === 'request_delivered') {
        openSince.set(key, at);
        if (at >= WARM_UP_SECONDS) gaps.push(at - lastArrivalAt);
        lastArrivalAt = at;
        return;
      }
      const since = openSince.get(key) ?? Number.NaN;
      const countsIn = since >= WARM_UP_SECONDS;
      if (countsIn) arrived++;
      if (event.status === 503) {
        if (countsIn) refused++;
        return;
      }
      if (countsIn) {
        sojourns.push(at - since);
        services.push(at - Math.max(since, lastServedAt));
      }
      lastServedAt = at;
    },
  });
  return { gaps, sojourns, services, arrived, refused };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the mean of independent values. */
function standardError(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** Independent replications, one for each seed: the readings of one run are correlated and are not pooled. */
async function replicate(
  capacity: string,
  runs: number,
  seconds: number,
  transport: TransportName,
): Promise<readonly Visits[]> {
  const of = scenario(capacity, WARM_UP_SECONDS + seconds);
  const all: Visits[] = [];
  for (let seed = 1; seed <= runs; seed++) all.push(await visits(of, `queue-${seed}`, transport));
  return all;
}

/** Within four standard errors of the law; and so sharp that a value `distinctFrom` it would not pass. */
function expectLaw(estimates: readonly number[], law: number, distinctFrom: number): void {
  const error = standardError(estimates);
  expect(Math.abs(mean(estimates) - law), `${mean(estimates)} ± ${error}, wanted ${law}`).toBeLessThan(
    4 * error,
  );
  expect(4 * error).toBeLessThan(Math.abs(law - distinctFrom));
}

/** Erlang's loss formula by its recursion: the share refused by c servers without a queue at a load of a. */
function erlangB(c: number, a: number): number {
  let blocked = 1;
  for (let n = 1; n <= c; n++) blocked = (a * blocked) / (n + a * blocked);
  return blocked;
}

/** The share of the time in which M/M/1/K is full: what it refuses, for Poisson arrivals see time averages. */
function fullShare(rho: number, K: number): number {
  return ((1 - rho) * rho ** K) / (1 - rho ** (K + 1));
}

describe.for(LANES)('through $transport', ({ transport, seconds, toleranceMax }) => {
  test('arrivals are Poisson, services exponential, and the mean wait of M/M/1 is ρ/(μ − λ)', async () => {
    const runs = await replicate('{ rate: 100, queue: 100000, service: exponential }', 8, seconds, transport);
    const gaps = runs.flatMap((visit) => visit.gaps);
    // Exponential: mean 1/λ = 12.5 ms with a standard deviation of the same size, so n of them are known to 4/√n.
    expect(Math.abs(mean(gaps) * LAMBDA - 1)).toBeLessThan(4 / Math.sqrt(gaps.length));
    // The coefficient of variation of an exponential distribution is 1; its estimate has a standard error of 1/√n.
    const variation = (standardError(gaps) * Math.sqrt(gaps.length)) / mean(gaps);
    expect(Math.abs(variation - 1)).toBeLessThan(4 / Math.sqrt(gaps.length));
    const services = runs.flatMap((visit) => visit.services);
    // 1/μ = 10 ms.
    expect(Math.abs(mean(services) * 100 - 1)).toBeLessThan(4 / Math.sqrt(services.length));
    // ρ/(μ − λ) = 0.8/20 s = 40 ms.
    expectLaw(
      runs.map((visit) => mean(visit.sojourns) - mean(visit.services)),
      0.04,
      0.04 - toleranceMax,
    );
  });

  test('the mean wait of M/D/1 is half of that', async () => {
    const runs = await replicate('{ rate: 100, queue: 100000, service: constant }', 8, 6, transport);
    for (const { services } of runs) for (const service of services) expect(service).toBeCloseTo(0.01, 6);
    // ρ/(2(μ − λ)) = 20 ms. M/M/1 would give 40 ms.
    expectLaw(
      runs.map((visit) => mean(visit.sojourns) - 0.01),
      0.02,
      0.04,
    );
  });

  test.for([
    // Erlang's loss formula at a load of λ/μ = 4; five servers would refuse 0.199.
    ['M/M/4/4', '{ rate: 20, concurrency: 4, queue: 0, service: exponential }', erlangB(4, 4), erlangB(5, 4)],
    // It holds for any distribution of the service times (insensitivity).
    ['M/D/4/4', '{ rate: 20, concurrency: 4, queue: 0, service: constant }', erlangB(4, 4), erlangB(5, 4)],
    // M/M/1/K with K = 3 (one served, two wait) and ρ = 0.8: (1 − ρ)ρ^K/(1 − ρ^(K+1)); M/M/1/2 would refuse 0.262.
    ['M/M/1/3', '{ rate: 100, queue: 2, service: exponential }', fullShare(0.8, 3), fullShare(0.8, 2)],
  ] as const)('%s refuses the share that is known', async ([, capacity, law, distinctFrom]) => {
    const runs = await replicate(capacity, 5, 5, transport);
    const shares = runs.map(({ refused, arrived }) => refused / arrived);
    expectLaw(shares, law, distinctFrom);
  });

  test('who finds one of four servers free waits for nobody', async () => {
    const [run] = await replicate(
      '{ rate: 20, concurrency: 4, queue: 0, service: constant }',
      1,
      2,
      transport,
    );
    // 1/μ = 50 ms, and not a microsecond more.
    expect(new Set(run?.sojourns.map((seconds) => Math.round(seconds * 1e6)))).toEqual(new Set([50_000]));
  });
});
