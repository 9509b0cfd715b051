import { expect, test } from 'vitest';
import { builtinSubject } from '../sim/builtin/index.ts';
import { comparisonOf, replicationOf } from '../sim/explore/index.ts';
import type { Comparison } from '../sim/explore/index.ts';
import { run } from '../sim/run/index.ts';
import type { RunResult } from '../sim/run/index.ts';
import { measuredSpan } from '../sim/scenario/index.ts';
import type { MeasuredSpan, Scenario } from '../sim/scenario/index.ts';
import { scenarioFrom } from './run-scenario.ts';

const SEEDS = Array.from({ length: 20 }, (_, index) => String(index + 1));
const POLICIES = ['fixed', 'exponential', 'full-jitter'] as const;
const DEVICES = 10;
const INTERVAL_MS = 5_000;

/** Each attempt is lost with probability 1/2, whenever it is sent: how long a policy waits can change nothing. */
function scenarioOf(policy: string): Scenario {
  return scenarioFrom(`
name: coin
description: Half of all requests are lost.
duration: 5m
fleet: { devices: ${DEVICES}, interval: 5s }
device: { policy: { name: ${policy}, base: 1s, cap: 30s, retries: 5 } }
network: { loss: 50% }
`);
}

/** One run for each policy and seed, with the metrics of all its readings and of those in the span. */
async function runs(span: MeasuredSpan): Promise<ReadonlyMap<string, readonly RunResult[]>> {
  const all = new Map<string, readonly RunResult[]>();
  for (const policy of POLICIES) {
    const scenario = scenarioOf(policy);
    const results: RunResult[] = [];
    for (const seed of SEEDS) {
      const subject = builtinSubject(scenario);
      results.push(await run({ scenario, seed, subject, transport: 'direct', measure: span }));
    }
    all.set(policy, results);
  }
  return all;
}

function compared(all: ReadonlyMap<string, readonly RunResult[]>, span: MeasuredSpan): Comparison {
  return comparisonOf({
    scenario: 'coin',
    devices: DEVICES,
    transport: 'direct',
    seeds: SEEDS,
    baseline: 'fixed',
    normalized: false,
    primary: null,
    precision: null,
    complete: true,
    sweep: null,
    comparisons: 1,
    span,
    policies: [...all].map(([policy, results]) => ({
      policy,
      meanTotalDelayMs: null,
      retriesMax: 5,
      delayFactor: 1,
      replications: results.map((result) => replicationOf(result, policy)),
    })),
  });
}

function deliveredOf(
  comparison: Comparison,
): readonly { readonly value: number; readonly p: number | null }[] {
  return comparison.policies.map(({ measures }) => {
    const delivered = measures.find(({ metric }) => metric === 'delivered');
    return { value: delivered?.estimate.value ?? Number.NaN, p: delivered?.difference?.pValue ?? null };
  });
}

test('the end of a run flatters nobody: every backoff delivers 98.44 % of what it tries against a fair coin', async () => {
  const policies = POLICIES.map((policy) => {
    const scenario = scenarioOf(policy);
    return { scenario, policy: builtinSubject(scenario).policy };
  });
  const span = measuredSpan(policies);
  // Of exponential: 31 s of delays and 6 timeouts of 5 s.
  expect(span).toEqual({ fromMs: 0, untilMs: 239_000, end: 'horizon', horizonMs: 61_000 });
  const all = await runs(span);
  const comparison = compared(all, span);
  // Every 5 s from the start of each device, which is below 5 s: 47 are born before 235 s, and one more on those of the ten
  // whose start is below 4 s: 478.
  const born = Array.from({ length: DEVICES }, (_, index) => ((index * (Math.sqrt(5) - 1)) / 2) % 1);
  const perRun = born.reduce((sum, start) => sum + Math.ceil(span.untilMs / INTERVAL_MS - start), 0);
  const count = SEEDS.length * POLICIES.length;
  expect(comparison.measured).toMatchObject({ readings: perRun * count, of: (300 / 5) * DEVICES * count });
  // 1 − 2^−6. Of the readings of 20 runs the share has a standard deviation of √(p(1 − p)/n); four of them.
  const exact = 1 - 2 ** -6;
  const bound = 4 * Math.sqrt((exact * (1 - exact)) / (perRun * SEEDS.length));
  for (const { value, p } of deliveredOf(comparison)) {
    expect(Math.abs(value - exact)).toBeLessThan(bound);
    if (p !== null) expect(p).toBeGreaterThan(0.05);
  }
  // Over all readings the same runs tell policies apart that are the same: the longer one waits, the fewer faults are left.
  const whole = [...all].map(
    ([policy, results]) => [policy, results.map((result) => ({ ...result, measured: null }))] as const,
  );
  const [fixed, exponential] = deliveredOf(compared(new Map(whole), span));
  expect(exponential?.value).toBeGreaterThan(fixed?.value ?? 1);
  expect(exponential?.p).toBeLessThan(0.05);
});
