import { describe, expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { run } from '../sim/run/index.ts';
import { scenarioFrom } from './run-scenario.ts';

/**
 * What the AWS Architecture Blog found in "Exponential Backoff And Jitter" with clients that contend for one row under
 * optimistic locking, each with one write, all at once. `spread`: whether latency and work vary, as they do there.
 */
interface Contest {
  readonly clients: number;
  readonly policy: string;
  readonly spread: boolean;
}

const NO_BACKOFF = '{ name: fixed, base: 0s, retries: 1000 }';
const EXPONENTIAL = '{ name: exponential, base: 50ms, cap: 2s, retries: 1000 }';
const FULL_JITTER = '{ name: full-jitter, base: 50ms, cap: 2s, retries: 1000 }';

/** Calls until every client has written its reading, and when that was (ms). */
async function contend(
  contest: Contest,
  seed: string,
): Promise<{ readonly calls: number; readonly doneMs: number }> {
  const { clients, policy, spread } = contest;
  const scenario = scenarioFrom(`
name: contest
description: Each client writes one reading into the same row.
duration: 1s
fleet: { devices: ${clients}, interval: 1m, start: together }
device: { policy: ${policy} }
network: { latency: ${spread ? '{ distribution: normal, mean: 10ms, stddev: 2ms }' : '10ms'} }
edge: { contention: ${spread ? '{ min: 5ms, max: 15ms }' : '{ min: 10ms, max: 10ms }'} }
drain: { within: 1h }
`);
  let storedAtUs = Number.NaN;
  const result = await run({
    scenario,
    seed,
    subject: builtinSubject(scenario),
    transport: 'direct',
    onEvent: (event) => {
      if (event.kind === 'reading_stored') storedAtUs = event.at;
    },
  });
  expect(result.outcome).toBe('passed');
  expect(result.ledger.stored).toBe(clients);
  return { calls: result.edge.received, doneMs: storedAtUs / 1000 };
}

describe('clients in lockstep', () => {
  test.for([2, 10, 30])(
    '%d of them that retry at once need N(N + 1)/2 calls, one winner a round',
    async (clients) => {
      // Each round all that are left read the same version, and one of them writes: N + (N − 1) + … + 1.
      // A round is 10 ms there, 10 ms of work, 10 ms back; the last client writes 20 ms into the last of N rounds.
      const { calls, doneMs } = await contend({ clients, policy: NO_BACKOFF, spread: false }, 'lockstep');
      expect(calls).toBe((clients * (clients + 1)) / 2);
      expect(doneMs).toBe(30 * (clients - 1) + 20);
    },
  );

  test('exponential backoff without jitter saves not one call, and only takes longer', async () => {
    const clients = 20;
    const { calls, doneMs } = await contend({ clients, policy: EXPONENTIAL, spread: false }, 'lockstep');
    expect(calls).toBe((clients * (clients + 1)) / 2);
    // The delays before the 19 retries of the last: 50 · 2^k ms, from k = 6 on the cap of 2 s.
    const delays = Array.from({ length: clients - 1 }, (_, k) => Math.min(2000, 50 * 2 ** k));
    const waitedMs = delays.reduce((sum, delay) => sum + delay, 0);
    expect(doneMs).toBe(30 * (clients - 1) + 20 + waitedMs);
  });
});

describe('clients whose latencies vary', () => {
  /** Student's t, 97.5 %, by the number of seeds: 7 and 39 degrees of freedom. */
  const T = new Map([
    [8, 2.365],
    [40, 2.023],
  ]);

  async function callsOf(contest: Omit<Contest, 'spread'>, seeds = 8): Promise<readonly number[]> {
    const calls: number[] = [];
    for (let i = 1; i <= seeds; i += 1) {
      calls.push((await contend({ ...contest, spread: true }, `contest-${i}`)).calls);
    }
    return calls;
  }

  /** The 95 % interval of the mean of differences paired by seed. */
  function interval(differences: readonly number[]): readonly [number, number] {
    const n = differences.length;
    const mean = differences.reduce((sum, value) => sum + value, 0) / n;
    const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const half = (T.get(n) ?? Number.NaN) * Math.sqrt(squares / (n - 1) / n);
    return [mean - half, mean + half];
  }

  test('work grows faster than the number of clients; jitter saves a third of it', async () => {
    const half = await callsOf({ clients: 20, policy: NO_BACKOFF });
    const none = await callsOf({ clients: 40, policy: NO_BACKOFF });
    const exponential = await callsOf({ clients: 40, policy: EXPONENTIAL });
    const jitter = await callsOf({ clients: 40, policy: FULL_JITTER });
    const paired = (other: readonly number[], weight = 1): readonly [number, number] =>
      interval(none.map((calls, i) => weight * calls - (other[i] ?? Number.NaN)));

    // calls ~ N^x: x = log2 of the ratio. Linear growth is 1 and lockstep 2; a round in which latencies vary can have more
    // than one winner, so it lies between.
    const growth = interval(none.map((calls, i) => Math.log2(calls / (half[i] ?? Number.NaN))));
    expect(growth[0]).toBeGreaterThan(1.3);
    expect(growth[1]).toBeLessThan(2);
    expect(paired(jitter, 2 / 3)[0]).toBeGreaterThan(0);
    // And jitter beats plain exponential by pairs too.
    expect(interval(exponential.map((calls, i) => calls - (jitter[i] ?? Number.NaN)))[0]).toBeGreaterThan(0);
  });

  test('plain exponential backoff saves less than a tenth of the work', async () => {
    // It saves 7 %: 0.9 · none − exponential is −8.9 calls, with a standard deviation of 9.4 over 64 seeds. The upper end
    // of an interval lies four standard errors below 0 when 8.9 · √n / 9.4 is t + 4, that is with 40 seeds.
    const none = await callsOf({ clients: 40, policy: NO_BACKOFF }, 40);
    const exponential = await callsOf({ clients: 40, policy: EXPONENTIAL }, 40);
    const differences = none.map((calls, i) => 0.9 * calls - (exponential[i] ?? Number.NaN));
    expect(interval(differences)[1]).toBeLessThan(0);
  });
});
